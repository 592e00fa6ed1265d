package io.autorec.server.endpoint;

import io.grpc.BindableService;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service whose calls end with INVALID_ARGUMENT when the request is no message of its type, or
 * larger than any that could be answered. Left to itself, gRPC answers UNKNOWN to the one and logs
 * a stack trace for each, and parses the other.
 */
public final class StrictMessages implements BindableService {
  private final BindableService service;
  private final MessageLimits limits;

  /**
   * Wraps a service.
   *
   * @param service what answers
   * @param serving what it answers from
   */
  public StrictMessages(BindableService service, Serving serving) {
    this.service = service;
    this.limits = new MessageLimits(serving);
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServerServiceDefinition definition = service.bindService();
    List<ServerMethodDefinition<?, ?>> methods =
        definition.getMethods().stream()
            .<ServerMethodDefinition<?, ?>>map(method -> strict(method))
            .toList();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(definition.getServiceDescriptor().getName())
            .setSchemaDescriptor(definition.getServiceDescriptor().getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder strict = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(strict::addMethod);
    return ServerInterceptors.intercept(strict.build(), new RefuseNull(limits));
  }

  private <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> strict(
      ServerMethodDefinition<ReqT, RespT> method) {
    MethodDescriptor<ReqT, RespT> descriptor = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        descriptor.toBuilder()
            .setRequestMarshaller(
                new NullIfUnfit<>(
                    descriptor.getRequestMarshaller(), descriptor.getFullMethodName(), limits))
            .build(),
        method.getServerCallHandler());
  }

  private record NullIfUnfit<T>(
      MethodDescriptor.Marshaller<T> marshaller, String method, MessageLimits limits)
      implements MethodDescriptor.Marshaller<T> {
    @Override
    public InputStream stream(T value) {
      return marshaller.stream(value);
    }

    @Override
    @SuppressWarnings("NullAway") // Never leaves this class: RefuseNull takes it.
    public T parse(InputStream stream) {
      try {
        // Of a compressed one the size is not known; --max-message-mib bounds it.
        if (stream instanceof KnownLength
            && stream.available() > MessageLimits.ALWAYS_BYTES
            && stream.available() > limits.mostBytes(method)) {
          return null;
        }
        return marshaller.parse(stream);
      } catch (IOException | StatusRuntimeException e) {
        return null;
      }
    }
  }

  private record RefuseNull(MessageLimits limits) implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      ClosableCall<ReqT, RespT> closable = new ClosableCall<>(call);
      ServerCall.Listener<ReqT> listener = next.startCall(closable, headers);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(@Nullable ReqT message) {
          if (message != null) {
            listener.onMessage(message);
          } else {
            String method = call.getMethodDescriptor().getFullMethodName();
            closable.close(
                Status.INVALID_ARGUMENT.withDescription(
                    "the request is no message of "
                        + method
                        + ", or larger than the "
                        + limits.mostBytes(method)
                        + " bytes that the loaded models can take"),
                new Metadata());
          }
        }

        @Override
        public void onHalfClose() {
          if (!closable.closed()) {
            listener.onHalfClose();
          }
        }

        @Override
        public void onCancel() {
          listener.onCancel();
        }

        @Override
        public void onComplete() {
          listener.onComplete();
        }

        @Override
        public void onReady() {
          listener.onReady();
        }
      };
    }
  }
}
