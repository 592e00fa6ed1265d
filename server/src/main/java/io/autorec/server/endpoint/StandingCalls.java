package io.autorec.server.endpoint;

import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/**
 * Ends the streams that clients would leave open for ever, health watches above all, when the
 * server drains: the end of calls under way would never come. Our own streams end themselves.
 */
public final class StandingCalls implements ServerInterceptor {
  private final Serving serving;

  /** Makes the gate of a server. */
  public StandingCalls(Serving serving) {
    this.serving = serving;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    MethodDescriptor<ReqT, RespT> method = call.getMethodDescriptor();
    if (method.getType() == MethodType.UNARY
        || AutoRecServiceGrpc.SERVICE_NAME.equals(method.getServiceName())) {
      return next.startCall(call, headers);
    }
    ClosableCall<ReqT, RespT> closable = new ClosableCall<>(call);
    Runnable end =
        () -> {
          StatusRuntimeException refusal = Refusals.shuttingDown();
          closable.close(refusal.getStatus(), new Metadata());
        };
    ServerCall.Listener<ReqT> listener = next.startCall(closable, headers);
    serving.whenDraining(end);
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        serving.forget(end);
        super.onCancel();
      }

      @Override
      public void onComplete() {
        serving.forget(end);
        super.onComplete();
      }
    };
  }
}
