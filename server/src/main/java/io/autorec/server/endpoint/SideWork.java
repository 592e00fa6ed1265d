package io.autorec.server.endpoint;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads for what takes a single call longer than a thread that reads calls, or one that runs
 * batches, may be kept: fits, reasons, comparisons of items. What waits for them is bounded; beyond
 * that a call is refused.
 *
 * <p>Safe for use by several threads.
 */
final class SideWork implements Executor {
  private static final int MOST_WAITING = 1024;

  private final ThreadPoolExecutor threads;

  /**
   * @param count how many threads
   */
  SideWork(int count) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, "side-work-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            (work, full) -> {
              throw Refusals.overloaded(0);
            });
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable work) {
    threads.execute(work);
  }

  /** Does work for a caller, unless he has gone by then. */
  <T> CompletableFuture<T> supply(Waiting caller, Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          if (caller.gone()) {
            throw Refusals.cancelled(caller.context());
          }
          return work.get();
        },
        this);
  }
}
