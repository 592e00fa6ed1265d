package io.autorec.server.endpoint;

import io.autorec.server.metrics.MeasuredServer.State;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;

/** Turns calls and changes away while the server loads or drains: another one may answer. */
public final class ServingGate implements ServerInterceptor {
  private static final Set<String> TURNED_AWAY =
      Set.of(AutoRecServiceGrpc.SERVICE_NAME, AdminServiceGrpc.SERVICE_NAME);

  private final Serving serving;

  /** Makes the gate of a server. */
  public ServingGate(Serving serving) {
    this.serving = serving;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    State state = serving.state();
    if ((state != State.LOADING && state != State.DRAINING)
        || !TURNED_AWAY.contains(String.valueOf(call.getMethodDescriptor().getServiceName()))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAVAILABLE.withDescription(
            state == State.LOADING
                ? "the server is loading its models"
                : "the server is shutting down"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
