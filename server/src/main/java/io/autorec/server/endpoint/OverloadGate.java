package io.autorec.server.endpoint;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limiter.AbstractLimiter;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls of the service when as many are under way as {@link Concurrency} lets in. Health,
 * reflection and administration pass; so do streams, whose flow control bounds what they have under
 * way.
 *
 * <p>A call is refused by its headers if the server is full by then. It is counted only once its
 * request has arrived: a call that is opened and left alone takes nobody's place.
 */
public final class OverloadGate implements ServerInterceptor {
  private final Serving serving;

  /** Makes the gate of a server. */
  public OverloadGate(Serving serving) {
    this.serving = serving;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    MethodDescriptor<ReqT, RespT> method = call.getMethodDescriptor();
    if (method.getType() != MethodType.UNARY
        || !AutoRecServiceGrpc.SERVICE_NAME.equals(method.getServiceName())) {
      return next.startCall(call, headers);
    }
    Optional<Concurrency> concurrency = serving.models().map(Serving.Models::concurrency);
    Optional<AbstractLimiter<Void>> limiter =
        concurrency.flatMap(limits -> limits.of(method.getFullMethodName()));
    if (limiter.isEmpty()) {
      return next.startCall(call, headers);
    }
    if (Concurrency.isFull(limiter.get())) {
      return Refusals.refuse(call, full(concurrency.get()));
    }
    Counted<ReqT, RespT> counted = new Counted<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(counted, headers)) {
      @Override
      public void onHalfClose() {
        if (counted.closed) {
          // Refused for what its request was: nothing more comes that would give a place back.
          super.onHalfClose();
          return;
        }
        Optional<Limiter.Listener> place = limiter.get().acquire(null);
        if (place.isEmpty()) {
          ServerCall.Listener<ReqT> unused = Refusals.refuse(call, full(concurrency.get()));
          return;
        }
        counted.place.set(place.get());
        super.onHalfClose();
      }

      @Override
      public void onCancel() {
        counted.end(Status.Code.CANCELLED);
        super.onCancel();
      }
    };
  }

  /** What is said while the server is full. */
  static StatusRuntimeException full(Concurrency concurrency) {
    return Refusals.overloaded(concurrency.target().toNanos());
  }

  /** A call that may have a place among those under way, and gives it back once. */
  private static final class Counted<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final AtomicReference<Limiter.@Nullable Listener> place = new AtomicReference<>();
    private volatile boolean closed;

    Counted(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      closed = true;
      end(status.getCode());
      super.close(status, trailers);
    }

    void end(Status.Code code) {
      Limiter.Listener taken = place.getAndSet(null);
      if (taken == null) {
        return;
      }
      switch (code) {
        // How long it took counts, whether it was answered or somebody tired of waiting.
        case OK, CANCELLED, DEADLINE_EXCEEDED -> taken.onSuccess();
        default -> taken.onIgnore();
      }
    }
  }
}
