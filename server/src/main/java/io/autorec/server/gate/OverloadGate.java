package io.autorec.server.gate;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limiter.AbstractLimiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.autorec.server.answer.Refusal;
import io.autorec.server.calls.Call;
import io.autorec.server.calls.CallKind;
import io.autorec.server.calls.RefusalStatus;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Refuses calls that ask a model while as many are in flight as are answered within a target. It
 * lets health checks, reflection and administration pass, and also streams, whose flow control
 * bounds their rows in flight.
 *
 * <p>The limit is adjusted ten times a second ({@link LatencyLimit}). Methods are counted apart,
 * since some take a hundred times longer than others.
 *
 * <p>If the server is full when the headers of a call arrive, the call is refused. It is counted
 * only once its request has arrived: a call that is opened and left alone takes nobody's place.
 *
 * <p>Safe for use by several threads.
 */
public final class OverloadGate implements ServerInterceptor {
  private static final long WINDOW_MILLIS = 100;

  private final Duration target;
  private final int least;
  private final int most;
  private final LongSupplier nanoClock;
  private final Map<String, SimpleLimiter<Void>> limiters = new ConcurrentHashMap<>();

  /**
   * @param target time in which calls are to be answered; zero: no limit
   * @param least lowest limit, which keeps the batch workers busy
   * @param most highest limit, and the first
   */
  public OverloadGate(Duration target, int least, int most) {
    this(target, least, most, System::nanoTime);
  }

  OverloadGate(Duration target, int least, int most, LongSupplier nanoClock) {
    this.target = target;
    this.least = least;
    this.most = Math.max(least, most);
    this.nanoClock = nanoClock;
  }

  /** The limiter of a method; empty if there is no limit. */
  Optional<AbstractLimiter<Void>> limiter(String method) {
    return target.isZero()
        ? Optional.empty()
        : Optional.of(limiters.computeIfAbsent(method, missing -> newLimiter()));
  }

  private SimpleLimiter<Void> newLimiter() {
    return SimpleLimiter.newBuilder()
        .nanoClock(nanoClock)
        .limit(
            WindowedLimit.newBuilder()
                .minWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
                .build(new LatencyLimit(target, least, most)))
        .build();
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    MethodDescriptor<ReqT, RespT> method = call.getMethodDescriptor();
    if (method.getType() != MethodType.UNARY || Call.kind(method) != CallKind.ASK) {
      return next.startCall(call, headers);
    }
    Optional<AbstractLimiter<Void>> limiter = limiter(method.getFullMethodName());
    if (limiter.isEmpty()) {
      return next.startCall(call, headers);
    }
    if (limiter.get().getInflight() >= limiter.get().getLimit()) {
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
    return Refusal.overloaded(target.toNanos());
  }

  private static void giveBack(Limiter.Listener place, Status.Code code) {
    switch (code) {
      // The time of the call counts, whether it was answered or somebody tired of waiting.
      case OK, CANCELLED, DEADLINE_EXCEEDED -> place.onSuccess();
      default -> place.onIgnore();
    }
  }
}
