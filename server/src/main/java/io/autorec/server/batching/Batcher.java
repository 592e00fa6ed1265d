package io.autorec.server.batching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs waiting jobs together, on one worker thread for each of its runners. It knows no model.
 *
 * <ul>
 *   <li>It is work-conserving: an idle worker takes at once whatever waits, up to a limit of rows,
 *       and what arrives while all are busy forms the next batch. Only a queue delay, where there
 *       is one, makes a worker wait for more, and only with jobs that came during a run and that
 *       are done by their deadlines all the same.
 *   <li>The future of every submitted job completes exactly once, also when jobs throw.
 *   <li>Jobs start in the order of submission; a batch is never empty nor above the limit.
 *   <li>A job that is cancelled or past its deadline is dropped before it is run, takes no room in
 *       a batch, and makes room in a full queue.
 *   <li>A job that cannot be expected to be done by its deadline is refused at once, unless a
 *       worker is idle; see {@link ServiceTime}.
 *   <li>If a batch of several jobs fails, each is run again alone, so only the culprit fails.
 * </ul>
 *
 * <p>Safe for use by several threads.
 *
 * @param <B> a worker's buffers
 */
public final class Batcher<B extends BatchRunner> implements AutoCloseable {
  private final BatchLimits limits;
  private final NanoClock clock;
  private final BatchListener listener;
  private final List<Worker> workers = new ArrayList<>();

  // INVARIANT, under lock: queuedRows is the sum of the rows of queue, at most maxQueuedRows.
  private final ReentrantLock lock = new ReentrantLock();

  /** What workers wait for that are idle. */
  private final Condition added = lock.newCondition();

  /**
   * What workers wait for that hold jobs back: that they fill a batch, or that others took them.
   */
  private final Condition filled = lock.newCondition();

  private final ArrayDeque<Pending<B, ?>> queue = new ArrayDeque<>();
  private final ServiceTime serviceTime = new ServiceTime();
  private int queuedRows;
  private boolean closed;

  /**
   * @param name of the worker threads, which are numbered
   * @param runners the workers' buffers, at least one
   * @param clock the clock of {@link Job#deadlineNanos}
   */
  public Batcher(String name, BatchLimits limits, List<B> runners, NanoClock clock) {
    this(name, limits, runners, clock, BatchListener.NONE);
  }

  /** The same with somebody who is told what happens. */
  public Batcher(
      String name, BatchLimits limits, List<B> runners, NanoClock clock, BatchListener listener) {
    this.limits = limits;
    this.clock = clock;
    this.listener = listener;
    for (B runner : runners) {
      workers.add(new Worker(name + "-" + workers.size(), runner));
    }
    workers.forEach(worker -> worker.thread.start());
  }

  /** Queues a job, or refuses it at once. */
  public <T> CompletableFuture<Outcome<T>> submit(Job<? super B, T> job) {
    int rows = job.rows();
    if (rows < 1 || rows > limits.maxBatchRows()) {
      throw new IllegalArgumentException(
          "rows: " + rows + " (expected: 1 to " + limits.maxBatchRows() + ")");
    }
    long now = clock.nanos();
    Pending<B, T> pending = new Pending<>(job, rows, now);
    List<Pending<B, ?>> swept = List.of();
    Outcome<T> refusal = null;
    lock.lock();
    try {
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
          added.signal();
          if (limits.maxQueueDelayNanos() > 0 && endsHold(pending)) {
            filled.signal();
          }
        }
      }
    } finally {
      lock.unlock();
    }
    if (refusal != null) {
      pending.complete(refusal);
    }
    swept.forEach(waiting -> waiting.drop(now));
    return pending.future;
  }

  /** How many jobs wait. */
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether a worker that holds jobs back has to look again for one that was just queued: it would
   * wake for nothing for most; under lock.
   */
  private boolean endsHold(Pending<B, ?> pending) {
    return queue.size() == 1
        || queuedRows >= limits.maxBatchRows()
        || latestStart(pending) - queue.element().sinceNanos - limits.maxQueueDelayNanos() < 0;
  }

  /** When a queued job is to be run at the latest, for its deadline or the delay; under lock. */
  private long latestStart(Pending<B, ?> pending) {
    long delayed = pending.sinceNanos + limits.maxQueueDelayNanos();
    long deadline = pending.job.deadlineNanos();
    if (deadline == Long.MAX_VALUE) {
      return delayed;
    }
    long due = deadline - serviceTime.nanos(queuedRows);
    return due - delayed < 0 ? due : delayed;
  }

  /** Takes jobs nobody waits for out of the queue; under lock. */
  private List<Pending<B, ?>> sweep(long now) {
    List<Pending<B, ?>> swept = new ArrayList<>();
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
  private boolean tooLate(Pending<B, ?> pending, long now) {
    long deadline = pending.job.deadlineNanos();
    if (deadline == Long.MAX_VALUE) {
      return false;
    }
    boolean idle = queuedRows == 0 && workers.stream().anyMatch(worker -> worker.runningRows == 0);
    return !idle && doneAfter(queuedRows + pending.rows, now) - deadline > 0;
  }

  /**
   * When the last of a number of queued rows is expected to be done, or where there are none, when
   * a worker is expected to be free; under lock.
   */
  private long doneAfter(int rows, long now) {
    long[] freeAt = workers.stream().mapToLong(worker -> worker.freeAt(now)).sorted().toArray();
    if (rows == 0) {
      return freeAt[0];
    }
    // Batches go to the workers in turn: each is busy for at most one run when its turn comes.
    int before = (rows - 1) / limits.maxBatchRows();
    long whole = serviceTime.nanos(limits.maxBatchRows());
    int last = rows - before * limits.maxBatchRows();
    return freeAt[before % freeAt.length]
        + before / freeAt.length * whole
        + serviceTime.nanos(last);
  }

  /** Refuses new jobs, runs those that wait, and returns when the workers have ended. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      added.signalAll();
      filled.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    for (Worker worker : workers) {
      while (worker.thread.isAlive()) {
        try {
          worker.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread that runs batches in buffers of its own. */
  private final class Worker {
    private final B runner;
    private final Thread thread;
    private final List<Pending<B, ?>> batch = new ArrayList<>();
    private final List<Pending<B, ?>> dropped = new ArrayList<>();
    // Under lock. Of the batch that runs: 0 where none does.
    private int runningRows;
    private long runningSinceNanos;
    // Its own: when its last run ended. Who was answered since may have come back already.
    private long ranUntilNanos = clock.nanos();

    Worker(String name, B runner) {
      this.runner = runner;
      this.thread = new Thread(this::work, name);
    }

    /** When it is expected to take its next batch; under lock. */
    long freeAt(long now) {
      return runningRows == 0
          ? now
          : now + Math.max(0, runningSinceNanos + serviceTime.nanos(runningRows) - now);
    }

    private void work() {
      while (awaitJobs()) {
        try {
          take();
          if (!runTogether(batch)) {
            for (Pending<B, ?> job : batch) {
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
      lock.lock();
      try {
        while (!queue.isEmpty() || !closed) {
          long left = queue.isEmpty() ? Long.MAX_VALUE : holdNanos(queue.element());
          if (left <= 0) {
            return true;
          }
          await(queue.isEmpty() ? added : filled, left);
        }
        return false;
      } finally {
        lock.unlock();
      }
    }

    /** How long those that wait may wait for others yet; under lock. */
    private long holdNanos(Pending<B, ?> oldest) {
      boolean cameDuringRun = oldest.sinceNanos - ranUntilNanos < 0;
      if (limits.maxQueueDelayNanos() == 0
          || !cameDuringRun
          || closed
          || queuedRows >= limits.maxBatchRows()) {
        return 0;
      }
      long now = clock.nanos();
      return queue.stream().mapToLong(waiting -> latestStart(waiting) - now).min().orElse(0);
    }

    /** Waits for a while at most; under lock. */
    @SuppressWarnings("WaitNotInLoop") // The caller loops.
    private void await(Condition condition, long nanos) {
      try {
        if (nanos == Long.MAX_VALUE) {
          condition.await();
        } else {
          clock.await(lock, condition, nanos);
        }
      } catch (InterruptedException e) {
        // Only close() ends the worker: nobody else holds the thread.
      }
    }

    /** Moves jobs from the queue, where another worker may have been first, to the batch. */
    private void take() {
      batch.clear();
      dropped.clear();
      long now = clock.nanos();
      lock.lock();
      try {
        int rows = 0;
        for (Pending<B, ?> next = queue.peek();
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
      } finally {
        lock.unlock();
      }
      dropped.forEach(job -> job.drop(now));
      batch.forEach(job -> listener.waited(now - job.sinceNanos));
    }

    /** Runs jobs as one batch; false if they are to be run one by one. */
    private boolean runTogether(List<Pending<B, ?>> jobs) {
      List<Pending<B, ?>> encoded = new ArrayList<>(jobs.size());
      long taken = clock.nanos();
      int rows = 0;
      for (Pending<B, ?> job : jobs) {
        if (job.encode(runner, rows)) {
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
        long ran = clock.nanos();
        ranUntilNanos = ran;
        encoded.forEach(job -> job.decode(runner));
        listener.ran(rows, started - taken, ran - started, clock.nanos() - ran);
        return true;
      } catch (Throwable e) {
        if (encoded.size() == 1) {
          encoded.get(0).complete(new Outcome.Failed<>(e));
        }
        return encoded.size() == 1;
      } finally {
        encoded.forEach(job -> job.job.forget(runner, job.firstRow));
        ended(rows, clock.nanos() - started);
      }
    }

    private void setRunning(int rows, long since) {
      lock.lock();
      try {
        runningRows = rows;
        runningSinceNanos = since;
      } finally {
        lock.unlock();
      }
    }

    private void ended(int rows, long nanos) {
      lock.lock();
      try {
        serviceTime.observe(rows, nanos);
        runningRows = 0;
      } finally {
        lock.unlock();
      }
    }
  }

  /** A queued job. */
  private static final class Pending<B, T> {
    private final Job<? super B, T> job;
    private final int rows;
    private final long sinceNanos;
    private final CompletableFuture<Outcome<T>> future = new CompletableFuture<>();
    private int firstRow;

    Pending(Job<? super B, T> job, int rows, long sinceNanos) {
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

    boolean encode(B buffers, int row) {
      firstRow = row;
      try {
        job.encode(buffers, row);
        return true;
      } catch (Throwable e) {
        job.forget(buffers, row);
        complete(new Outcome.Failed<>(e));
        return false;
      }
    }

    void decode(B buffers) {
      try {
        complete(new Outcome.Completed<>(job.decode(buffers, firstRow)));
      } catch (Throwable e) {
        complete(new Outcome.Failed<>(e));
      }
    }
  }
}
