package io.autorec.bench.fuzz;

import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client that does nothing wrong, beside others that do. It sends one call after the other. */
public final class HealthyClient implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 10;

  private final ManagedChannel channel;
  private final Channel service;
  private final RecommendRequest request;
  private final Thread thread = new Thread(this::ask, "healthy client");
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private final Semaphore ended = new Semaphore(0);
  private volatile String firstFailure = "";
  private volatile boolean closed;

  /** Starts calling. */
  public HealthyClient(Door door) {
    channel = door.connect().build();
    service = door.enter(channel, false);
    ServedModel model = ServedModel.of(service).get(0);
    request =
        RecommendRequest.newBuilder().setModel(model.ref()).setUserId(model.users().get(0)).build();
    thread.start();
  }

  private void ask() {
    while (!closed) {
      long start = System.nanoTime();
      try {
        RecommendResponse unused =
            AutoRecServiceGrpc.newBlockingStub(service)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .recommend(request);
        answered.incrementAndGet();
      } catch (StatusRuntimeException e) {
        if (!closed && failed.getAndIncrement() == 0) {
          firstFailure = e.toString();
        }
      }
      slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
      ended.release();
    }
  }

  /** Waits for a call to end, answered or not: on a busy machine the first may take a while. */
  public void awaitCall() throws InterruptedException {
    ended.acquire();
  }

  /** Calls that were answered. */
  public long answered() {
    return answered.get();
  }

  /** Calls that failed. */
  public long failed() {
    return failed.get();
  }

  /** The reason of the first failure; empty if there is none. */
  public String firstFailure() {
    return firstFailure;
  }

  /** The longest that a call took, in milliseconds. */
  public long slowestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(slowestNanos.get());
  }

  @Override
  public void close() {
    closed = true;
    channel.shutdownNow();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
