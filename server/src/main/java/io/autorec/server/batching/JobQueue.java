package io.autorec.server.batching;

import io.autorec.server.batching.NotRunException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of a batcher. It refuses jobs that are not expected to be done in time.
 *
 * <p>Safe for use by several threads. Futures complete outside the lock, since their continuations
 * may submit the next job.
 */
final class JobQueue<B> {
  private final Forecast forecast;
  private final int maxBatchRows;
  private final int maxQueuedRows;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  // The rest is guarded by lock.
  // INVARIANT: queuedRows is the sum of the rows of jobs, at most maxQueuedRows.
  private final ArrayDeque<Pending<B, ?>> jobs = new ArrayDeque<>();
  private int queuedRows;
  private boolean closed;

  JobQueue(BatchLimits limits, Forecast forecast) {
    this.maxBatchRows = limits.maxBatchRows();
    this.maxQueuedRows = limits.maxQueuedRows();
    this.forecast = forecast;
  }

  /** Queues a job, or completes it with the reason for its refusal. */
  void add(Pending<B, ?> job, long now) {
    List<Pending<B, ?>> swept = new ArrayList<>();
    NotRunException refusal;
    lock.lock();
    try {
      refusal = refusal(job, now, swept);
      if (refusal == null) {
        jobs.add(job);
        queuedRows += job.rows();
        added.signal();
      }
    } finally {
      lock.unlock();
    }
    if (refusal != null) {
      job.fail(refusal);
    }
    swept.forEach(waiting -> waiting.drop(now));
  }

  private @Nullable NotRunException refusal(
      Pending<B, ?> job, long now, List<Pending<B, ?>> swept) {
    if (closed) {
      return new NotRunException(Reason.CLOSED);
    }
    if (!hasRoom(job)) {
      sweep(now, swept);
    }
    return hasRoom(job) && !isLate(job, now)
        ? null
        : new NotRunException(Reason.OVERLOADED, forecast.doneAfter(queuedRows, now) - now);
  }

  private boolean hasRoom(Pending<B, ?> job) {
    return job.rows() <= maxQueuedRows - queuedRows;
  }

  /** Returns true if a job would miss its deadline behind those that wait. */
  private boolean isLate(Pending<B, ?> job, long now) {
    if (!job.hasDeadline() || (jobs.isEmpty() && forecast.hasIdleWorker())) {
      return false;
    }
    return forecast.doneAfter(queuedRows + job.rows(), now) - job.deadlineNanos() > 0;
  }

  /** Removes the jobs that no longer need to run. */
  private void sweep(long now, List<Pending<B, ?>> swept) {
    jobs.removeIf(
        job -> {
          boolean drop = job.isToDrop(now);
          if (drop) {
            swept.add(job);
            queuedRows -= job.rows();
          }
          return drop;
        });
  }

  /** Waits until there are jobs to take; returns false once the queue is closed and empty. */
  boolean awaitJobs() {
    lock.lock();
    try {
      while (jobs.isEmpty()) {
        if (closed) {
          return false;
        }
        added.awaitUninterruptibly();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves jobs into a batch, in order, until the next one would not fit. There may be none, if
   * another worker has taken them.
   *
   * @param dropped receives the jobs that no longer need to run; the caller has to complete them
   */
  void take(List<Pending<B, ?>> batch, List<Pending<B, ?>> dropped, long now) {
    lock.lock();
    try {
      int rows = 0;
      for (Pending<B, ?> next = jobs.peek();
          next != null && rows + next.rows() <= maxBatchRows;
          next = jobs.peek()) {
        // INVARIANT: a job is in a list before it leaves the queue, or it would never complete.
        if (next.isToDrop(now)) {
          dropped.add(next);
        } else {
          batch.add(next);
          rows += next.rows();
        }
        jobs.remove();
        queuedRows -= next.rows();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The number of jobs that wait. */
  int size() {
    lock.lock();
    try {
      return jobs.size();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new jobs; those that wait can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
