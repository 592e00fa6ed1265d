package io.autorec.server.gate;

import io.autorec.server.calls.Call;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Wraps each call in the {@link GatedCall} that the gates after it share. */
final class GatedCalls implements ServerInterceptor {
  private final UnreadAnswers unread;

  GatedCalls(UnreadAnswers unread) {
    this.unread = unread;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    GatedCall<ReqT, RespT> gated =
        new GatedCall<>(call, Call.of(Context.current()), unread.account(call.getAttributes()));
    return new SimpleForwardingServerCallListener<>(next.startCall(gated, headers)) {
      @Override
      public void onReady() {
        gated.answersLeft();
        super.onReady();
      }

      @Override
      public void onCancel() {
        gated.cancelled();
        super.onCancel();
      }

      @Override
      public void onComplete() {
        gated.completed();
        super.onComplete();
      }
    };
  }
}
