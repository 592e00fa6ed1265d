package io.autorec.server.endpoint;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * A service whose calls end with INVALID_ARGUMENT when the request is no message of its type, is
 * missing, or is larger than any that could be answered. Left to itself, gRPC answers UNKNOWN and
 * logs a stack trace for the first, INTERNAL for the second, and parses the third. What a service
 * says of an error is kept short enough for trailers.
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
    // Parsed behind the interceptor, which so sees what becomes of it.
    return ServerInterceptors.intercept(
        ServerInterceptors.useMarshalledMessages(service.bindService(), new Unparsed()),
        new RefuseMalformed(limits));
  }

  private static final class Unparsed implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      return stream;
    }
  }

  private record RefuseMalformed(MessageLimits limits) implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      ClosableCall<ReqT, RespT> closable = new ClosableCall<>(call);
      ServerCall.Listener<ReqT> listener = next.startCall(closable, headers);
      return new ServerCall.Listener<>() {
        private boolean asked;

        @Override
        public void onMessage(ReqT message) {
          asked = true;
          String method = call.getMethodDescriptor().getFullMethodName();
          if (limits.exceeded(method, message)) {
            refuse("larger than the " + limits.mostBytes(method) + " bytes that can be right: ");
            return;
          }
          try {
            listener.onMessage(message);
          } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
              // Larger than a message may be, once it is unpacked.
              closable.close(e.getStatus(), new Metadata());
            } else {
              refuse("the request is no message of ");
            }
          }
        }

        private void refuse(String why) {
          closable.close(
              Status.INVALID_ARGUMENT.withDescription(
                  why + call.getMethodDescriptor().getFullMethodName()),
              new Metadata());
        }

        @Override
        public void onHalfClose() {
          if (!asked && call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            refuse("there is no request in the call of ");
          }
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
