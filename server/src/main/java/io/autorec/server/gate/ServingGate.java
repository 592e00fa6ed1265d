package io.autorec.server.gate;

import io.autorec.server.answer.Refusal;
import io.autorec.server.answer.Serving;
import io.autorec.server.calls.Call;
import io.autorec.server.calls.CallKind;
import io.autorec.server.calls.RefusalStatus;
import io.autorec.server.metrics.MeasuredServer.State;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Refuses calls of the service and of its administration while the server loads or drains, since
 * another server may answer them. Health checks and reflection pass. When the server drains, the
 * gate ends the streams that clients leave open for ever, such as health watches: the drain would
 * wait for them in vain. The streams of the service end by themselves.
 */
record ServingGate(Serving serving) implements ServerInterceptor {
  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    MethodDescriptor<ReqT, RespT> method = call.getMethodDescriptor();
    CallKind kind = Call.kind(method);
    State state = serving.state();
    if (state == State.LOADING && (kind == CallKind.ASK || kind == CallKind.CHANGE)) {
      return RefusalStatus.close(call, Refusal.LOADING);
    }
    if (state == State.DRAINING && kind.endsWithDrain()) {
      return RefusalStatus.close(call, Refusal.SHUTTING_DOWN);
    }
    ServerCall.Listener<ReqT> listener = next.startCall(call, headers);
    if (method.getType() != MethodType.UNARY && kind != CallKind.ASK) {
      Runnable end = () -> RefusalStatus.close(call, Refusal.SHUTTING_DOWN);
      serving.whenDraining(end);
      GatedCall.of(call).whenEnded(code -> serving.forget(end));
    }
    return listener;
  }
}
