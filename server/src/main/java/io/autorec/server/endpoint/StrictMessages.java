package io.autorec.server.endpoint;

import io.grpc.BindableService;
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
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service whose calls end with INVALID_ARGUMENT when the request is no message of its type. Left
 * to itself, gRPC answers UNKNOWN and logs a stack trace for each.
 */
public final class StrictMessages implements BindableService {
  private final BindableService service;

  /** Wraps a service. */
  public StrictMessages(BindableService service) {
    this.service = service;
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServerServiceDefinition definition = service.bindService();
    List<ServerMethodDefinition<?, ?>> methods =
        definition.getMethods().stream()
            .<ServerMethodDefinition<?, ?>>map(StrictMessages::strict)
            .toList();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(definition.getServiceDescriptor().getName())
            .setSchemaDescriptor(definition.getServiceDescriptor().getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder strict = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(strict::addMethod);
    return ServerInterceptors.intercept(strict.build(), new RefuseNull());
  }

  private static <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> strict(
      ServerMethodDefinition<ReqT, RespT> method) {
    MethodDescriptor<ReqT, RespT> descriptor = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        descriptor.toBuilder()
            .setRequestMarshaller(new NullIfMalformed<>(descriptor.getRequestMarshaller()))
            .build(),
        method.getServerCallHandler());
  }

  private record NullIfMalformed<T>(MethodDescriptor.Marshaller<T> marshaller)
      implements MethodDescriptor.Marshaller<T> {
    @Override
    public InputStream stream(T value) {
      return marshaller.stream(value);
    }

    @Override
    @SuppressWarnings("NullAway") // Never leaves this class: RefuseNull takes it.
    public T parse(InputStream stream) {
      try {
        return marshaller.parse(stream);
      } catch (StatusRuntimeException e) {
        return null;
      }
    }
  }

  private static final class RefuseNull implements ServerInterceptor {
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
            closable.close(
                Status.INVALID_ARGUMENT.withDescription(
                    "the request is no message of "
                        + call.getMethodDescriptor().getFullMethodName()),
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
