package io.autorec.server.calls;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Tells callers the id of their call: one that they gave in the headers of the answer, and any,
 * made or given, in the trailers of a call that was not answered, so that it can be found in the
 * log.
 */
public final class RequestIdEcho implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Call observed = Call.of(Context.current());
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendHeaders(Metadata sent) {
            if (observed.isNamed()) {
              sent.put(RequestId.KEY, observed.requestId());
            }
            super.sendHeaders(sent);
          }

          @Override
          public void close(Status status, Metadata trailers) {
            if (!status.isOk()) {
              trailers.put(RequestId.KEY, observed.requestId());
            }
            observed.ends(status.getCode());
            super.close(status, trailers);
          }
        },
        headers);
  }
}
