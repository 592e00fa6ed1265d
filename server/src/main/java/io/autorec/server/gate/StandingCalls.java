package io.autorec.server.gate;

import io.autorec.server.answer.Refusal;
import io.autorec.server.answer.Serving;
import io.autorec.server.calls.RefusalStatus;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * When the server drains, ends the streams that clients leave open for ever, mainly health watches.
 * Otherwise the drain would never end. The streams of the service end by themselves.
 */
final class StandingCalls implements ServerInterceptor {
  private final Serving serving;

  StandingCalls(Serving serving) {
    this.serving = serving;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    MethodDescriptor<ReqT, RespT> method = call.getMethodDescriptor();
    ServerCall.Listener<ReqT> listener = next.startCall(call, headers);
    if (method.getType() != MethodType.UNARY
        && !AutoRecServiceGrpc.SERVICE_NAME.equals(method.getServiceName())) {
      Runnable end = () -> RefusalStatus.close(call, new Refusal.ShuttingDown());
      serving.whenDraining(end);
      GatedCall.of(call).whenEnded(code -> serving.forget(end));
    }
    return listener;
  }
}
