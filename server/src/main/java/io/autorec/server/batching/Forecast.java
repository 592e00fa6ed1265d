package io.autorec.server.batching;

import java.util.Arrays;

/**
 * Estimates when queued rows will be done, from the current runs and from {@link ServiceTime}.
 *
 * <p>Safe for use by several threads.
 */
final class Forecast {
  private final int maxBatchRows;
  private final ServiceTime serviceTime = new ServiceTime();

  /** The rows in each worker's run; 0 if the worker is idle. */
  private final int[] runningRows;

  private final long[] runningSinceNanos;

  Forecast(int maxBatchRows, int workers) {
    this.maxBatchRows = maxBatchRows;
    this.runningRows = new int[workers];
    this.runningSinceNanos = new long[workers];
  }

  /** Records that a worker starts a run. */
  synchronized void started(int worker, int rows, long now) {
    runningRows[worker] = rows;
    runningSinceNanos[worker] = now;
  }

  /** Records that the run of a worker has ended. */
  synchronized void ended(int worker, int rows, long tookNanos) {
    serviceTime.observe(rows, tookNanos);
    runningRows[worker] = 0;
  }

  /** Returns true if a worker is idle. */
  synchronized boolean hasIdleWorker() {
    return Arrays.stream(runningRows).anyMatch(rows -> rows == 0);
  }

  /**
   * The time at which the last of some queued rows is expected to be done; for 0 rows, the time at
   * which a worker is expected to be free.
   */
  synchronized long doneAfter(int rows, long now) {
    long[] freeAt = new long[runningRows.length];
    Arrays.setAll(freeAt, worker -> freeAt(worker, now));
    Arrays.sort(freeAt);
    if (rows == 0) {
      return freeAt[0];
    }
    // Batches go to the workers in turn: each is busy for at most one run when its turn comes.
    int before = (rows - 1) / maxBatchRows;
    long whole = serviceTime.nanos(maxBatchRows);
    int last = rows - before * maxBatchRows;
    return freeAt[before % freeAt.length]
        + before / freeAt.length * whole
        + serviceTime.nanos(last);
  }

  private long freeAt(int worker, long now) {
    int rows = runningRows[worker];
    return rows == 0
        ? now
        : now + Math.max(0, runningSinceNanos[worker] + serviceTime.nanos(rows) - now);
  }
}
