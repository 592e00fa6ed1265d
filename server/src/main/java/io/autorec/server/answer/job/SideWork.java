package io.autorec.server.answer.job;

import io.autorec.server.batching.BatchLimits;
import io.autorec.server.batching.BatchListener;
import io.autorec.server.batching.BatchRunner;
import io.autorec.server.batching.Batcher;
import io.autorec.server.batching.Job;
import io.autorec.server.tracing.CallTrace;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work that takes too long for the threads that read calls or run batches. Fits take a
 * millisecond; reasons and comparisons of items may take a second. Each kind has a lane (a queue
 * with threads), so that fits never wait for comparisons. A lane queues, refuses and drops calls as
 * a graph's queue does: it is a {@link Batcher} whose batches are single calls.
 *
 * <p>Safe for use by several threads.
 */
public final class SideWork implements AutoCloseable {
  private static final BatchLimits LIMITS = new BatchLimits(1, 1024);

  /** As many additions take about a millisecond. */
  private static final long BRIEF = 1 << 20;

  private static final BatchRunner NOTHING = rows -> {};

  private final Batcher<BatchRunner> fits;
  private final Batcher<BatchRunner> comparisons;

  /**
   * Starts the lanes.
   *
   * @param threads the number of threads of each lane
   */
  public SideWork(int threads) {
    fits = lane("fit", threads);
    comparisons = lane("compare", threads);
  }

  private static Batcher<BatchRunner> lane(String name, int threads) {
    return new Batcher<>(
        name, LIMITS, Collections.nCopies(threads, NOTHING), System::nanoTime, BatchListener.NONE);
  }

  /** Runs work for a call now if it is brief, else as a comparison. */
  public <T> CompletableFuture<T> sum(CallContext call, long additions, Supplier<T> work) {
    return additions <= BRIEF ? CompletableFuture.completedFuture(work.get()) : compare(call, work);
  }

  /** Fits columns to ratings for a call. */
  public <T> CompletableFuture<T> fit(CallContext call, Supplier<T> work) {
    return submit("fit", fits, call, work);
  }

  /** Compares items, or computes reasons, for a call. */
  public <T> CompletableFuture<T> compare(CallContext call, Supplier<T> work) {
    return submit("compare", comparisons, call, work);
  }

  private static <T> CompletableFuture<T> submit(
      String phase, Batcher<BatchRunner> lane, CallContext call, Supplier<T> work) {
    return lane.submit(new Work<>(call, traced(phase, call.trace(), work)));
  }

  private static <T> Supplier<T> traced(String phase, @Nullable CallTrace trace, Supplier<T> work) {
    if (trace == null) {
      return work;
    }
    long queued = System.nanoTime();
    return () -> {
      long started = System.nanoTime();
      trace.phase("queue", queued, started);
      T result = work.get();
      trace.phase(phase, started, System.nanoTime());
      return result;
    };
  }

  /** The number of calls that wait in each lane, by the name of the lane. */
  public Map<String, Integer> waiting() {
    return Map.of("fit", fits.waiting(), "compare", comparisons.waiting());
  }

  /** Ends the threads once all waiting work is done. */
  @Override
  public void close() {
    fits.close();
    comparisons.close();
  }

  private record Work<T>(CallContext call, Supplier<T> work) implements Job<BatchRunner, T> {
    @Override
    public int rows() {
      return 1;
    }

    @Override
    public boolean cancelled() {
      return call.isGone();
    }

    @Override
    public long deadlineNanos() {
      return call.deadlineNanos();
    }

    @Override
    public T decode(BatchRunner nothing, int firstRow) {
      return work.get();
    }
  }
}
