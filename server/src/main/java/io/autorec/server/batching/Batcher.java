package io.autorec.server.batching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Runs waiting jobs together: one worker takes whatever is waiting, up to a limit of rows, and
 * never waits for more to come. It knows no model.
 *
 * <ul>
 *   <li>The future of every submitted job completes exactly once, also when jobs throw.
 *   <li>Jobs start in the order of submission; a batch is never empty nor above the limit.
 *   <li>If a batch of several jobs fails, each is run again alone, so only the culprit fails.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class Batcher implements AutoCloseable {
  private final int maxBatchRows;
  private final int maxQueuedRows;
  private final BatchRunner runner;
  private final LongSupplier nanoClock;
  private final Thread worker;

  // INVARIANT, under lock: queuedRows is the sum of the rows of queue, at most maxQueuedRows.
  private final Object lock = new Object();
  private final ArrayDeque<Pending<?>> queue = new ArrayDeque<>();

  // The worker's own.
  private final List<Pending<?>> batch;
  private int queuedRows;
  private boolean closed;

  /**
   * @param name of the worker thread
   * @param maxBatchRows most rows in a run, at least 1
   * @param maxQueuedRows most rows that wait, at least {@code maxBatchRows}
   * @param runner runs a batch
   * @param nanoClock the clock of {@link Job#deadlineNanos}
   */
  public Batcher(
      String name,
      int maxBatchRows,
      int maxQueuedRows,
      BatchRunner runner,
      LongSupplier nanoClock) {
    if (maxBatchRows < 1 || maxQueuedRows < maxBatchRows) {
      throw new IllegalArgumentException(
          "rows: " + maxBatchRows + ", " + maxQueuedRows + " (expected: 1 <= batch <= queue)");
    }
    this.maxBatchRows = maxBatchRows;
    this.maxQueuedRows = maxQueuedRows;
    this.runner = runner;
    this.nanoClock = nanoClock;
    this.batch = new ArrayList<>(maxBatchRows);
    this.worker = new Thread(this::work, name);
    worker.start();
  }

  /** Queues a job, or refuses it at once. */
  public <T> CompletableFuture<Outcome<T>> submit(Job<T> job) {
    int rows = job.rows();
    if (rows < 1 || rows > maxBatchRows) {
      throw new IllegalArgumentException(
          "rows: " + rows + " (expected: 1 to " + maxBatchRows + ")");
    }
    Pending<T> pending = new Pending<>(job, rows);
    synchronized (lock) {
      if (closed) {
        pending.complete(new Outcome.Closed<>());
      } else if (rows > maxQueuedRows - queuedRows) {
        pending.complete(new Outcome.Overloaded<>());
      } else {
        queue.add(pending);
        queuedRows += rows;
        lock.notifyAll();
      }
    }
    return pending.future;
  }

  /** Refuses new jobs, runs those that wait, and returns when the worker has ended. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    boolean interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    while (take()) {
      try {
        batch.removeIf(job -> job.dropped(nanoClock.getAsLong()));
        if (!runTogether(batch)) {
          for (Pending<?> job : batch) {
            if (!job.future.isDone()) {
              runTogether(List.of(job));
            }
          }
        }
      } catch (Throwable e) {
        // Such as memory that ran out: these jobs end here, the worker goes on.
        batch.forEach(job -> job.complete(new Outcome.Failed<>(e)));
      }
    }
  }

  /** Waits for jobs and moves them to the batch; false once the batcher is closed and drained. */
  private boolean take() {
    batch.clear();
    synchronized (lock) {
      while (queue.isEmpty() && !closed) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          // Only close() ends the worker: nobody else holds the thread.
        }
      }
      int rows = 0;
      for (Pending<?> next = queue.peek();
          next != null && rows + next.rows <= maxBatchRows;
          next = queue.peek()) {
        // The batch never grows: it has room for as many jobs as a run has rows.
        batch.add(queue.remove());
        rows += next.rows;
      }
      queuedRows -= rows;
      return rows > 0;
    }
  }

  /** Runs jobs as one batch; false if they are to be run one by one. */
  private boolean runTogether(List<Pending<?>> jobs) {
    List<Pending<?>> encoded = new ArrayList<>(jobs.size());
    int rows = 0;
    for (Pending<?> job : jobs) {
      if (job.encode(rows)) {
        encoded.add(job);
        rows += job.rows;
      }
    }
    if (encoded.isEmpty()) {
      return true;
    }
    try {
      runner.run(rows);
      encoded.forEach(Pending::decode);
      return true;
    } catch (Throwable e) {
      if (encoded.size() == 1) {
        encoded.get(0).complete(new Outcome.Failed<>(e));
      }
      return encoded.size() == 1;
    } finally {
      encoded.forEach(job -> job.job.forget(job.firstRow));
    }
  }

  /** A queued job. */
  private static final class Pending<T> {
    private final Job<T> job;
    private final int rows;
    private final CompletableFuture<Outcome<T>> future = new CompletableFuture<>();
    private int firstRow;

    Pending(Job<T> job, int rows) {
      this.job = job;
      this.rows = rows;
    }

    void complete(Outcome<T> outcome) {
      future.complete(outcome);
    }

    boolean dropped(long nowNanos) {
      if (job.cancelled()) {
        complete(new Outcome.Cancelled<>());
      } else if (job.deadlineNanos() != Long.MAX_VALUE && job.deadlineNanos() - nowNanos <= 0) {
        complete(new Outcome.Expired<>());
      }
      return future.isDone();
    }

    boolean encode(int row) {
      firstRow = row;
      try {
        job.encode(row);
        return true;
      } catch (Throwable e) {
        job.forget(row);
        complete(new Outcome.Failed<>(e));
        return false;
      }
    }

    void decode() {
      try {
        complete(new Outcome.Completed<>(job.decode(firstRow)));
      } catch (Throwable e) {
        complete(new Outcome.Failed<>(e));
      }
    }
  }
}
