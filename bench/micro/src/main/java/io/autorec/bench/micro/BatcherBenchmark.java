package io.autorec.bench.micro;

import io.autorec.server.batching.BatchLimits;
import io.autorec.server.batching.BatchListener;
import io.autorec.server.batching.BatchRunner;
import io.autorec.server.batching.Batcher;
import io.autorec.server.batching.Job;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A job through a batcher whose runs do nothing: what the queue costs. One thread submits a job,
 * then waits for the oldest of those in flight.
 */
public class BatcherBenchmark extends MicroBenchmark {
  private static final BatchLimits LIMITS = new BatchLimits(64, 4096);
  private static final BatchRunner IDLE = rows -> {};

  /** Jobs in flight. */
  @Param({"1", "64"})
  int jobs;

  /** Worker threads. */
  @Param({"1", "2"})
  int workers;

  /** True if jobs have a deadline, far off. */
  @Param({"false", "true"})
  boolean deadline;

  private Batcher<BatchRunner> batcher;
  private final ArrayDeque<CompletableFuture<Integer>> inFlight = new ArrayDeque<>();

  /** Starts the batcher, and all jobs but one. */
  @Setup
  public void start() {
    batcher =
        new Batcher<>(
            "micro",
            LIMITS,
            Collections.nCopies(workers, IDLE),
            System::nanoTime,
            BatchListener.NONE);
    for (int i = 1; i < jobs; i++) {
      inFlight.add(submit());
    }
  }

  /** One more job in, and the oldest out. */
  @Benchmark
  public Integer job() {
    inFlight.add(submit());
    return inFlight.remove().join();
  }

  private CompletableFuture<Integer> submit() {
    return batcher.submit(
        new OneRow(deadline ? System.nanoTime() + TimeUnit.SECONDS.toNanos(10) : Long.MAX_VALUE));
  }

  /** Waits for the jobs that are left. */
  @TearDown
  public void stop() {
    batcher.close();
    inFlight.clear();
  }

  /** A job that does nothing. */
  private record OneRow(long deadlineNanos) implements Job<BatchRunner, Integer> {
    @Override
    public int rows() {
      return 1;
    }

    @Override
    public boolean cancelled() {
      return false;
    }

    @Override
    public void encode(BatchRunner buffers, int firstRow) {}

    @Override
    public Integer decode(BatchRunner buffers, int firstRow) {
      return firstRow;
    }

    @Override
    public void forget(BatchRunner buffers, int firstRow) {}
  }
}
