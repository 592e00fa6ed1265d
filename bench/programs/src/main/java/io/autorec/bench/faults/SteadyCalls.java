package io.autorec.bench.faults;

import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.RecommendRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Callers on threads of their own, each of which pauses between its calls. */
final class SteadyCalls {
  private static final long DEADLINE_SECONDS = 10;
  private static final long PAUSE_MILLIS = 10;

  /** The policy of client-examples for UNAVAILABLE: so many attempts, a doubling time apart. */
  private static final Map<String, Object> RETRY =
      Map.of(
          "methodConfig",
          List.of(
              Map.of(
                  "name",
                  List.of(Map.of()),
                  "retryPolicy",
                  Map.of(
                      "maxAttempts",
                      4.0,
                      "initialBackoff",
                      "0.1s",
                      "maxBackoff",
                      "1s",
                      "backoffMultiplier",
                      2.0,
                      "retryableStatusCodes",
                      List.of("UNAVAILABLE")))));

  private final AtomicLong calls = new AtomicLong();
  private final Map<Status.Code, AtomicLong> failures = new ConcurrentSkipListMap<>();
  private final AtomicLong longestNanos = new AtomicLong();
  private volatile String first = "";

  /** Calls until {@code stop} is set. */
  void run(String target, RecommendRequest request, int callers, boolean retry, AtomicBoolean stop)
      throws InterruptedException {
    var builder = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create());
    ManagedChannel channel =
        retry
            ? builder.defaultServiceConfig(RETRY).enableRetry().build()
            : builder.disableRetry().build();
    try {
      Thread[] threads = new Thread[callers];
      for (int i = 0; i < callers; i++) {
        threads[i] =
            new Thread(() -> call(AutoRecServiceGrpc.newBlockingStub(channel), request, stop));
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private void call(AutoRecServiceBlockingStub stub, RecommendRequest request, AtomicBoolean stop) {
    while (!stop.get()) {
      long start = System.nanoTime();
      calls.incrementAndGet();
      try {
        var unused = stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).recommend(request);
        longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
      } catch (StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        if (failures.computeIfAbsent(code, missing -> new AtomicLong()).incrementAndGet() == 1) {
          first = String.valueOf(e.getMessage());
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Returns true if every call was answered, or failed with UNAVAILABLE where that is allowed. */
  boolean isGood(boolean mayBeUnavailable) {
    return calls.get() > 0
        && failures.keySet().stream()
            .allMatch(code -> mayBeUnavailable && code == Status.Code.UNAVAILABLE);
  }

  @Override
  public String toString() {
    return calls
        + " calls, failed "
        + failures
        + ", longest answered "
        + TimeUnit.NANOSECONDS.toMillis(longestNanos.get())
        + " ms"
        + (first.isEmpty() ? "" : "; the first failure: " + first);
  }
}
