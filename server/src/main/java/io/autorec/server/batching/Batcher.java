package io.autorec.server.batching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs waiting jobs together. It knows no model.
 *
 * <ul>
 *   <li>It is work-conserving: an idle worker takes at once whatever waits, up to a limit of rows,
 *       and what arrives meanwhile forms the next batch. Only a queue delay, where there is one,
 *       makes it wait for more.
 *   <li>The future of every submitted job completes exactly once, also when jobs throw.
 *   <li>Jobs start in the order of submission; a batch is never empty nor above the limit.
 *   <li>A job that is cancelled or past its deadline is dropped before it is run, takes no room in
 *       a batch, and makes room in a full queue.
 *   <li>A job that cannot be expected to be done by its deadline is refused at once, unless the
 *       worker is idle; see {@link ServiceTime}.
 *   <li>If a batch of several jobs fails, each is run again alone, so only the culprit fails.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class Batcher implements AutoCloseable {
  private final BatchLimits limits;
  private final BatchRunner runner;
  private final NanoClock clock;
  private final Thread worker;

  // INVARIANT, under lock: queuedRows is the sum of the rows of queue, at most maxQueuedRows.
  private final Object lock = new Object();
  private final ArrayDeque<Pending<?>> queue = new ArrayDeque<>();
  private final ServiceTime serviceTime = new ServiceTime();
  private int queuedRows;
  private boolean closed;
  // Of the batch that runs: 0 where none does.
  private int runningRows;
  private long runningSinceNanos;

  // The worker's own.
  private final List<Pending<?>> batch;
  private final List<Pending<?>> dropped = new ArrayList<>();

  /**
   * @param name of the worker thread
   * @param runner runs a batch
   * @param clock the clock of {@link Job#deadlineNanos}
   */
  public Batcher(String name, BatchLimits limits, BatchRunner runner, NanoClock clock) {
    this.limits = limits;
    this.runner = runner;
    this.clock = clock;
    this.batch = new ArrayList<>(limits.maxBatchRows());
    this.worker = new Thread(this::work, name);
    worker.start();
  }

  /** Queues a job, or refuses it at once. */
  public <T> CompletableFuture<Outcome<T>> submit(Job<T> job) {
    int rows = job.rows();
    if (rows < 1 || rows > limits.maxBatchRows()) {
      throw new IllegalArgumentException(
          "rows: " + rows + " (expected: 1 to " + limits.maxBatchRows() + ")");
    }
    long now = clock.nanos();
    Pending<T> pending = new Pending<>(job, rows, now);
    List<Pending<?>> swept = List.of();
    Outcome<T> refusal = null;
    synchronized (lock) {
      if (closed) {
        refusal = new Outcome.Closed<>();
      } else {
        if (rows > limits.maxQueuedRows() - queuedRows) {
          swept = sweep(now);
        }
        if (rows > limits.maxQueuedRows() - queuedRows || tooLate(pending, now)) {
          refusal = new Outcome.Overloaded<>(doneAfter(queuedRows, now) - now);
        } else {
          queue.add(pending);
          queuedRows += rows;
          lock.notifyAll();
        }
      }
    }
    if (refusal != null) {
      pending.complete(refusal);
    }
    swept.forEach(waiting -> waiting.drop(now));
    return pending.future;
  }

  /** Takes jobs nobody waits for out of the queue; under lock. */
  private List<Pending<?>> sweep(long now) {
    List<Pending<?>> swept = new ArrayList<>();
    queue.removeIf(
        waiting -> {
          boolean drop = waiting.isToDrop(now);
          if (drop) {
            swept.add(waiting);
            queuedRows -= waiting.rows;
          }
          return drop;
        });
    return swept;
  }

  /** Whether a job would miss its deadline behind those that wait; under lock. */
  private boolean tooLate(Pending<?> pending, long now) {
    long deadline = pending.job.deadlineNanos();
    boolean idle = queuedRows == 0 && runningRows == 0;
    return deadline != Long.MAX_VALUE
        && !idle
        && doneAfter(queuedRows + pending.rows, now) - deadline > 0;
  }

  /** When the running batch and a number of rows after it are expected to be done; under lock. */
  private long doneAfter(int rows, long now) {
    long done = now;
    if (runningRows > 0) {
      done = now + Math.max(0, runningSinceNanos + serviceTime.nanos(runningRows) - now);
    }
    done += rows / limits.maxBatchRows() * serviceTime.nanos(limits.maxBatchRows());
    int rest = rows % limits.maxBatchRows();
    return rest == 0 ? done : done + serviceTime.nanos(rest);
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
    while (awaitJobs()) {
      try {
        take();
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
        dropped.forEach(job -> job.complete(new Outcome.Failed<>(e)));
      }
    }
  }

  /** Waits for jobs to take; false once the batcher is closed and drained. */
  private boolean awaitJobs() {
    synchronized (lock) {
      while (true) {
        try {
          Pending<?> oldest = queue.peek();
          if (oldest == null) {
            if (closed) {
              return false;
            }
            lock.wait();
            continue;
          }
          long delay = limits.maxQueueDelayNanos();
          if (delay == 0 || closed || queuedRows >= limits.maxBatchRows()) {
            return true;
          }
          long left = oldest.sinceNanos + delay - clock.nanos();
          if (left <= 0) {
            return true;
          }
          clock.await(lock, left);
        } catch (InterruptedException e) {
          // Only close() ends the worker: nobody else holds the thread.
        }
      }
    }
  }

  /** Moves jobs from the queue to the batch. */
  private void take() {
    batch.clear();
    dropped.clear();
    long now = clock.nanos();
    synchronized (lock) {
      int rows = 0;
      for (Pending<?> next = queue.peek();
          next != null && rows + next.rows <= limits.maxBatchRows();
          next = queue.peek()) {
        // Added before it is removed: a job that is in neither would never complete.
        if (next.isToDrop(now)) {
          dropped.add(next);
        } else {
          batch.add(next);
          rows += next.rows;
        }
        queue.remove();
        queuedRows -= next.rows;
      }
    }
    dropped.forEach(job -> job.drop(now));
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
    long started = clock.nanos();
    setRunning(rows, started);
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
      synchronized (lock) {
        serviceTime.observe(rows, clock.nanos() - started);
        runningRows = 0;
      }
    }
  }

  private void setRunning(int rows, long since) {
    synchronized (lock) {
      runningRows = rows;
      runningSinceNanos = since;
    }
  }

  /** A queued job. */
  private static final class Pending<T> {
    private final Job<T> job;
    private final int rows;
    private final long sinceNanos;
    private final CompletableFuture<Outcome<T>> future = new CompletableFuture<>();
    private int firstRow;

    Pending(Job<T> job, int rows, long sinceNanos) {
      this.job = job;
      this.rows = rows;
      this.sinceNanos = sinceNanos;
    }

    void complete(Outcome<T> outcome) {
      future.complete(outcome);
    }

    boolean isToDrop(long now) {
      return job.cancelled() || isExpired(now);
    }

    private boolean isExpired(long now) {
      return job.deadlineNanos() != Long.MAX_VALUE && job.deadlineNanos() - now <= 0;
    }

    void drop(long now) {
      complete(isExpired(now) ? new Outcome.Expired<>() : new Outcome.Cancelled<>());
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
