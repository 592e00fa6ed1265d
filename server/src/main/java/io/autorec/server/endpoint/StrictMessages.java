package io.autorec.server.endpoint;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCall;
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
 * A service whose calls end with INVALID_ARGUMENT when the request is no message of its type, or
 * missing. Left to itself, gRPC answers UNKNOWN and logs a stack trace for the one, and INTERNAL
 * for the other. What a service says of an error is kept short enough for trailers.
 */
public final class StrictMessages implements BindableService {
  /** In trailers a byte may become three, and clients take 8 KiB of them. */
  private static final int MAX_DESCRIPTION_BYTES = 1000;

  private final BindableService service;

  /** Wraps a service. */
  public StrictMessages(BindableService service) {
    this.service = service;
  }

  @Override
  public ServerServiceDefinition bindService() {
    // Parsed behind the interceptor, which so sees what becomes of it.
    return ServerInterceptors.intercept(
        ServerInterceptors.useMarshalledMessages(service.bindService(), new Unparsed()),
        new RefuseMalformed());
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

  private static final class RefuseMalformed implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      Closable<ReqT, RespT> closable = new Closable<>(call);
      ServerCall.Listener<ReqT> listener = next.startCall(closable, headers);
      return new ServerCall.Listener<>() {
        private boolean asked;

        @Override
        public void onMessage(ReqT message) {
          asked = true;
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

  /** A call that may be closed while it is answered: after its end, nothing more is sent. */
  private static final class Closable<ReqT, RespT>
      extends ForwardingServerCall.SimpleForwardingServerCall<ReqT, RespT> {
    private boolean closed;

    Closable(ServerCall<ReqT, RespT> call) {
      super(call);
    }

    synchronized boolean closed() {
      return closed;
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!closed) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(RespT message) {
      if (!closed) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!closed) {
        closed = true;
        String description = status.getDescription();
        super.close(
            description == null
                ? status
                : status.withDescription(ShortText.of(description, MAX_DESCRIPTION_BYTES)),
            trailers);
      }
    }
  }
}
