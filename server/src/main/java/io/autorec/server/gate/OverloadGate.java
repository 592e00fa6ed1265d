package io.autorec.server.gate;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limiter.AbstractLimiter;
import io.autorec.server.answer.Refusal;
import io.autorec.server.calls.RefusalStatus;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;

/**
 * Refuses calls of the service while as many are in flight as {@link Concurrency} allows. It lets
 * health checks, reflection and administration pass, and also streams, whose flow control bounds
 * their rows in flight.
 *
 * <p>If the server is full when the headers of a call arrive, the call is refused. It is counted
 * only once its request has arrived: a call that is opened and left alone takes nobody's place.
 */
final class OverloadGate implements ServerInterceptor {
  private final Concurrency concurrency;

  OverloadGate(Concurrency concurrency) {
    this.concurrency = concurrency;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    MethodDescriptor<ReqT, RespT> method = call.getMethodDescriptor();
    if (method.getType() != MethodType.UNARY
        || !AutoRecServiceGrpc.SERVICE_NAME.equals(method.getServiceName())) {
      return next.startCall(call, headers);
    }
    Optional<AbstractLimiter<Void>> limiter = concurrency.of(method.getFullMethodName());
    if (limiter.isEmpty()) {
      return next.startCall(call, headers);
    }
    if (Concurrency.isFull(limiter.get())) {
      return RefusalStatus.close(call, full());
    }
    GatedCall<ReqT, RespT> gated = GatedCall.of(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        // A call that was refused for its request needs no place.
        if (!gated.closed()) {
          Optional<Limiter.Listener> place = limiter.get().acquire(null);
          if (place.isEmpty()) {
            ServerCall.Listener<ReqT> unused = RefusalStatus.close(call, full());
            return;
          }
          gated.whenEnded(code -> giveBack(place.get(), code));
        }
        super.onHalfClose();
      }
    };
  }

  private Refusal full() {
    return new Refusal.Overloaded(concurrency.target().toNanos());
  }

  private static void giveBack(Limiter.Listener place, Status.Code code) {
    switch (code) {
      // The time of the call counts, whether it was answered or somebody tired of waiting.
      case OK, CANCELLED, DEADLINE_EXCEEDED -> place.onSuccess();
      default -> place.onIgnore();
    }
  }
}
