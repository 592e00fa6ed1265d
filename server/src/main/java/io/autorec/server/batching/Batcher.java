package io.autorec.server.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Runs queued jobs together in batches. It knows no model: a {@link BatchRunner} runs a batch, and
 * a {@link Job} writes its input and reads its result.
 *
 * <h2>Parameters</h2>
 *
 * <ul>
 *   <li><b>runners</b>: each has a worker thread and buffers of its own. Use as many as the
 *       hardware can run at the same time.
 *   <li><b>maxBatchRows</b>: the most rows in a run. A larger value raises the throughput under
 *       load, until the hardware is full, and also the latency bound.
 *   <li><b>maxQueuedRows</b>: the most rows that wait. It bounds memory and latency. At least
 *       {@code runners * maxBatchRows} keeps all workers busy under load; more only adds waiting
 *       time.
 * </ul>
 *
 * <p>There is no batch timeout. The batcher is work-conserving: an idle worker takes waiting jobs
 * at once. Jobs that arrive while all workers are busy form the next batch, so batches grow with
 * the load.
 *
 * <h2>Flow</h2>
 *
 * <ol>
 *   <li>A caller submits a job. It is refused at once if the batcher is closed, if the queue is
 *       full, or if it is not expected to be done by its deadline. A job that finds a worker idle
 *       is never refused for its deadline, since nothing is faster.
 *   <li>A free worker takes jobs in the order of submission until the next one would exceed {@code
 *       maxBatchRows}. Cancelled and expired jobs are dropped and take no room.
 *   <li>Each job encodes its rows into the worker's buffers. A job that throws fails alone.
 *   <li>The runner runs the rows.
 *   <li>Each job decodes its result, and its future completes on the worker's thread.
 *   <li>Each job clears its rows. The time of the run is learned for later deadlines; see {@link
 *       ServiceTime}.
 *   <li>If a run of several jobs fails, steps 3 to 6 are repeated for each of them alone, so that
 *       only the culprit fails.
 * </ol>
 *
 * <h2>Latency bound</h2>
 *
 * <p>Let {@code W} be the number of workers and {@code S} the longest time from step 2 to step 6 of
 * a batch. A job of one row, queued behind {@code q} rows of such jobs, has {@code k = floor(q /
 * maxBatchRows)} batches before its own, and completes within
 *
 * <pre>{@code (2 + floor(k / W)) * S}</pre>
 *
 * <p>of its submission: one {@code S} until the current runs end, one for every {@code W} batches
 * before it, one for its own run. Since {@code q < maxQueuedRows}, the bound holds for every queued
 * job with {@code k = floor((maxQueuedRows - 1) / maxBatchRows)}. Jobs of several rows can leave
 * batches partly empty, but any two batches in a row hold more than {@code maxBatchRows} rows:
 * {@code k} is then at most {@code 2 * q / maxBatchRows + 1}. Failed runs add their repetitions.
 *
 * <h2>Guarantees</h2>
 *
 * <ul>
 *   <li>The future of every submitted job completes exactly once, also when jobs throw.
 *   <li>Jobs start in the order of submission.
 *   <li>A batch has from 1 to {@code maxBatchRows} rows.
 * </ul>
 *
 * <h2>Unsuitable</h2>
 *
 * <ul>
 *   <li>For jobs of different models: each model, and each of its graphs, needs its own batcher.
 *   <li>For jobs with priorities, or callers with shares: there is one queue, first in, first out.
 *   <li>For runs that must not be repeated, since jobs of a failed batch run again.
 *   <li>For runs whose time does not depend on the number of rows alone: deadlines are then judged
 *       badly.
 *   <li>If a larger batch is worth waiting for: at low load batches are small. A device that is
 *       billed by the run needs a batch timeout.
 *   <li>For slow continuations: they block the worker. Pass them to another executor.
 * </ul>
 *
 * <p>Safe for use by several threads.
 *
 * @param <B> a worker's buffers
 */
public final class Batcher<B extends BatchRunner> implements AutoCloseable {
  private final int maxBatchRows;
  private final LongSupplier nanoClock;
  private final JobQueue<B> queue;
  private final List<Worker<B>> workers = new ArrayList<>();

  /**
   * Starts the workers.
   *
   * @param name the name of the worker threads, which are numbered
   * @param runners the workers' buffers, at least one
   * @param nanoClock the clock of {@link Job#deadlineNanos}
   */
  public Batcher(
      String name,
      BatchLimits limits,
      List<B> runners,
      LongSupplier nanoClock,
      BatchListener listener) {
    this.maxBatchRows = limits.maxBatchRows();
    this.nanoClock = nanoClock;
    Forecast forecast = new Forecast(maxBatchRows, runners.size());
    this.queue = new JobQueue<>(limits, forecast);
    for (B runner : runners) {
      workers.add(new Worker<>(name, workers.size(), runner, queue, forecast, nanoClock, listener));
    }
    workers.forEach(Worker::start);
  }

  /** Returns the most rows in a job. */
  public int maxBatchRows() {
    return maxBatchRows;
  }

  /**
   * Queues a job, or refuses it at once. The future fails with what the job or the run threw, or
   * with a {@link NotRunException}.
   *
   * @throws IllegalArgumentException if the job has no rows, or more than a batch
   */
  public <T> CompletableFuture<T> submit(Job<? super B, T> job) {
    int rows = job.rows();
    if (rows < 1 || rows > maxBatchRows) {
      throw new IllegalArgumentException(
          "rows: " + rows + " (expected: 1 to " + maxBatchRows + ")");
    }
    long now = nanoClock.getAsLong();
    Pending<B, T> pending = new Pending<>(job, rows, now);
    queue.add(pending, now);
    return pending.future();
  }

  /** The number of jobs that wait. */
  public int waiting() {
    return queue.size();
  }

  /** Refuses new jobs, runs those that wait, and returns when the workers have ended. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    for (Worker<B> worker : workers) {
      boolean ended = false;
      while (!ended) {
        try {
          worker.join();
          ended = true;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
