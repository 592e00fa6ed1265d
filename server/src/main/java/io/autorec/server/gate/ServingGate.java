package io.autorec.server.gate;

import io.autorec.server.answer.Refusal;
import io.autorec.server.answer.Serving;
import io.autorec.server.calls.RefusalStatus;
import io.autorec.server.metrics.MeasuredServer.State;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Set;

/**
 * Refuses calls of the service and of its administration while the server loads or drains, since
 * another server may answer them. Health checks and reflection pass.
 */
final class ServingGate implements ServerInterceptor {
  private static final Set<String> REFUSED =
      Set.of(AutoRecServiceGrpc.SERVICE_NAME, AdminServiceGrpc.SERVICE_NAME);

  private final Serving serving;

  ServingGate(Serving serving) {
    this.serving = serving;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    State state = serving.state();
    if ((state != State.LOADING && state != State.DRAINING)
        || !REFUSED.contains(String.valueOf(call.getMethodDescriptor().getServiceName()))) {
      return next.startCall(call, headers);
    }
    return RefusalStatus.close(
        call, state == State.LOADING ? new Refusal.Loading() : new Refusal.ShuttingDown());
  }
}
