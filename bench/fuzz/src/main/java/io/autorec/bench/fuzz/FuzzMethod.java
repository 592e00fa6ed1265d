package io.autorec.bench.fuzz;

import com.google.protobuf.Descriptors.Descriptor;
import io.autorec.inference.GRPCInferenceServiceGrpc;
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
import java.util.stream.Stream;

/**
 * A method whose messages are sent and received as bytes.
 *
 * @param grpc sends and receives bytes
 * @param request the type that a request should have
 */
record FuzzMethod(MethodDescriptor<byte[], byte[]> grpc, Descriptor request) {
  private static final String PROBE = GRPCInferenceServiceGrpc.SERVICE_NAME + "/Server";
  private static final String REPOSITORY_CHANGE =
      GRPCInferenceServiceGrpc.SERVICE_NAME + "/RepositoryModel";

  /** All methods that ask models, of both services. */
  static List<FuzzMethod> served() {
    return Stream.concat(
            of(AutoRecServiceGrpc.getServiceDescriptor()).stream(),
            of(GRPCInferenceServiceGrpc.getServiceDescriptor()).stream())
        .filter(method -> !method.isChange())
        .toList();
  }

  /** All methods of the administration, of both services. */
  static List<FuzzMethod> administration() {
    return Stream.concat(
            of(AdminServiceGrpc.getServiceDescriptor()).stream(),
            of(GRPCInferenceServiceGrpc.getServiceDescriptor()).stream())
        .filter(FuzzMethod::isChange)
        .toList();
  }

  /** All methods of the services beside it. */
  static List<FuzzMethod> besides() {
    return Stream.of(HealthGrpc.getServiceDescriptor(), ServerReflectionGrpc.getServiceDescriptor())
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

  /** Returns true if it changes what is served. */
  boolean isChange() {
    return name().startsWith(AdminServiceGrpc.SERVICE_NAME + "/")
        || name().startsWith(REPOSITORY_CHANGE);
  }

  /** Returns true if it asks models, or changes what is served. */
  boolean isOfModels() {
    return name().startsWith("autorec.") || name().startsWith("inference.");
  }

  /** Returns true if it asks after the health of the server, which anybody may. */
  boolean isProbe() {
    return name().startsWith("grpc.health.")
        || (name().startsWith(PROBE) && !name().endsWith("Metadata"));
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
