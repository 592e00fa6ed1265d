package io.autorec.server.gate;

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
 * Ends calls with INVALID_ARGUMENT if the request is not a message of its type, is missing, or
 * exceeds {@link MessageLimits}. Without this class, gRPC answers UNKNOWN and logs a stack trace
 * for the first, answers INTERNAL for the second, and parses the third.
 */
final class StrictMessages implements ServerInterceptor {
  private final MessageLimits limits;

  StrictMessages(MessageLimits limits) {
    this.limits = limits;
  }

  /**
   * A service that parses its requests after the interceptors of the server, so that these see
   * errors of the parser.
   */
  static ServerServiceDefinition unparsed(ServerServiceDefinition service) {
    return ServerInterceptors.useMarshalledMessages(service, new Unparsed());
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

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return new Strict<>(GatedCall.of(call), next.startCall(call, headers), limits);
  }

  private static final class Strict<Q> extends ServerCall.Listener<Q> {
    private final GatedCall<Q, ?> call;
    private final ServerCall.Listener<Q> next;
    private final MessageLimits limits;
    private boolean requested;

    Strict(GatedCall<Q, ?> call, ServerCall.Listener<Q> next, MessageLimits limits) {
      this.call = call;
      this.next = next;
      this.limits = limits;
    }

    @Override
    public void onMessage(Q message) {
      requested = true;
      if (limits.exceeded(call.getMethodDescriptor(), message)) {
        refuse(
            "larger than the "
                + limits.mostBytes(call.getMethodDescriptor())
                + " bytes that can be right: ");
        return;
      }
      try {
        next.onMessage(message);
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
          // Larger than a message may be, once it is unpacked.
          call.close(e.getStatus(), new Metadata());
        } else {
          refuse("the request is no message of ");
        }
      }
    }

    @Override
    public void onHalfClose() {
      if (!requested && call.getMethodDescriptor().getType().clientSendsOneMessage()) {
        refuse("there is no request in the call of ");
      }
      if (!call.closed()) {
        next.onHalfClose();
      }
    }

    private void refuse(String why) {
      call.close(
          Status.INVALID_ARGUMENT.withDescription(
              why + call.getMethodDescriptor().getFullMethodName()),
          new Metadata());
    }

    @Override
    public void onCancel() {
      next.onCancel();
    }

    @Override
    public void onComplete() {
      next.onComplete();
    }

    @Override
    public void onReady() {
      next.onReady();
    }
  }
}
