package io.autorec.server.batching;

import io.autorec.server.batching.NotRunException.Reason;
import java.util.concurrent.CompletableFuture;

/**
 * A submitted job and its future. Any thread may complete the future; the rest is for a worker
 * alone.
 */
final class Pending<B, T> {
  private final Job<? super B, T> job;
  private final int rows;
  private final long sinceNanos;
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private int firstRow;

  /**
   * @param sinceNanos the time of its submission
   */
  Pending(Job<? super B, T> job, int rows, long sinceNanos) {
    this.job = job;
    this.rows = rows;
    this.sinceNanos = sinceNanos;
  }

  int rows() {
    return rows;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  long deadlineNanos() {
    return job.deadlineNanos();
  }

  boolean hasDeadline() {
    return job.deadlineNanos() != Long.MAX_VALUE;
  }

  CompletableFuture<T> future() {
    return future;
  }

  void fail(Throwable cause) {
    future.completeExceptionally(cause);
  }

  /** Returns true if the job no longer needs to run. */
  boolean isToDrop(long now) {
    return job.cancelled() || isExpired(now);
  }

  private boolean isExpired(long now) {
    return hasDeadline() && job.deadlineNanos() - now <= 0;
  }

  /** Completes a job for which {@link #isToDrop} is true. */
  void drop(long now) {
    fail(new NotRunException(isExpired(now) ? Reason.EXPIRED : Reason.CANCELLED));
  }

  /** Encodes the job. If that throws, fails the job and returns false. */
  boolean encode(B buffers, int row) {
    firstRow = row;
    try {
      job.encode(buffers, row);
      return true;
    } catch (Throwable e) {
      job.forget(buffers, row);
      fail(e);
      return false;
    }
  }

  /** Decodes the result and completes the job with it. */
  void decode(B buffers) {
    try {
      future.complete(job.decode(buffers, firstRow));
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Clears the job's rows. */
  void forget(B buffers) {
    job.forget(buffers, firstRow);
  }
}
