package io.autorec.server.endpoint;

import io.autorec.server.batching.BatchLimits;
import io.autorec.server.batching.BatchRunner;
import io.autorec.server.batching.Batcher;
import io.autorec.server.batching.Job;
import io.autorec.server.batching.Outcome;
import io.autorec.server.tracing.CallTrace;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Threads for what takes a single call longer than a thread that reads calls, or one that runs
 * batches, may be kept: one lane for fits, which take a millisecond, and one for reasons and
 * comparisons of items, which may take a thousand, so that these never stand before those. In each
 * lane calls wait, are refused and are dropped as they are before a graph: a {@link Batcher} whose
 * batches are single calls.
 *
 * <p>Safe for use by several threads.
 */
final class SideWork implements AutoCloseable {
  private static final BatchLimits LIMITS = new BatchLimits(1, 1024);
  private static final BatchRunner NOTHING = rows -> {};

  private final Batcher<BatchRunner> fits;
  private final Batcher<BatchRunner> comparisons;

  /**
   * @param threads of each lane
   */
  SideWork(int threads) {
    fits = lane("fit", threads);
    comparisons = lane("compare", threads);
  }

  private static Batcher<BatchRunner> lane(String name, int threads) {
    return new Batcher<>(name, LIMITS, Collections.nCopies(threads, NOTHING), System::nanoTime);
  }

  /** Fits for a caller. */
  <T> CompletableFuture<T> fit(Waiting caller, Supplier<T> work) {
    return submit("fit", fits, caller, work);
  }

  /** Compares items, or explains, for a caller. */
  <T> CompletableFuture<T> compare(Waiting caller, Supplier<T> work) {
    return submit("compare", comparisons, caller, work);
  }

  private static <T> CompletableFuture<T> submit(
      String phase, Batcher<BatchRunner> lane, Waiting caller, Supplier<T> work) {
    return lane.submit(new Work<>(caller, traced(phase, caller, work)))
        .thenApply(
            outcome -> {
              if (outcome instanceof Outcome.Completed<T> completed) {
                return completed.value();
              }
              throw Refusals.of(outcome, caller.context());
            });
  }

  private static <T> Supplier<T> traced(String phase, Waiting caller, Supplier<T> work) {
    CallTrace trace = caller.call().trace();
    if (!trace.isKept()) {
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

  /** How many calls wait in each lane, by its name. */
  Map<String, Integer> waiting() {
    return Map.of("fit", fits.waiting(), "compare", comparisons.waiting());
  }

  /** Ends the threads, once what waits is done. */
  @Override
  public void close() {
    fits.close();
    comparisons.close();
  }

  private record Work<T>(Waiting caller, Supplier<T> work) implements Job<BatchRunner, T> {
    @Override
    public int rows() {
      return 1;
    }

    @Override
    public boolean cancelled() {
      return caller.gone();
    }

    @Override
    public long deadlineNanos() {
      return caller.deadlineNanos();
    }

    @Override
    public void encode(BatchRunner nothing, int firstRow) {
      // It needs no buffers.
    }

    @Override
    public T decode(BatchRunner nothing, int firstRow) {
      return work.get();
    }

    @Override
    public void forget(BatchRunner nothing, int firstRow) {
      // It has none.
    }
  }
}
