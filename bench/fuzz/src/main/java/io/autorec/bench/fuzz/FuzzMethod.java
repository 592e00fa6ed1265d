package io.autorec.bench.fuzz;

import com.google.protobuf.Descriptors.Descriptor;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A method whose messages are sent and received as bytes.
 *
 * @param grpc sends and receives bytes
 * @param request the type that a request should have
 */
record FuzzMethod(MethodDescriptor<byte[], byte[]> grpc, Descriptor request) {
  /** All methods of the service. */
  static List<FuzzMethod> served() {
    return of(AutoRecServiceGrpc.getServiceDescriptor());
  }

  /** All methods of the administration. */
  static List<FuzzMethod> administration() {
    return of(AdminServiceGrpc.getServiceDescriptor());
  }

  /** All methods of the services beside it. */
  static List<FuzzMethod> besides() {
    return java.util.stream.Stream.of(
            HealthGrpc.getServiceDescriptor(), ServerReflectionGrpc.getServiceDescriptor())
        .flatMap(service -> of(service).stream())
        .toList();
  }

  private static List<FuzzMethod> of(ServiceDescriptor service) {
    return service.getMethods().stream()
        .map(
            method ->
                new FuzzMethod(
                    method.toBuilder(new Bytes(), new Bytes()).build(),
                    ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor())
                        .getMethodDescriptor()
                        .getInputType()))
        .toList();
  }

  String name() {
    return grpc.getFullMethodName();
  }

  boolean manyRequests() {
    return !grpc.getType().clientSendsOneMessage();
  }

  boolean manyAnswers() {
    return !grpc.getType().serverSendsOneMessage();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
