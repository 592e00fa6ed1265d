package io.autorec.server.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A thread that takes batches from the queue and runs them in its own buffers.
 *
 * <p>INVARIANT: every job that it has taken is complete before it takes the next, whatever is
 * thrown.
 */
final class Worker<B extends BatchRunner> {
  private final int number;
  private final B runner;
  private final JobQueue<B> queue;
  private final Forecast forecast;
  private final LongSupplier nanoClock;
  private final BatchListener listener;
  private final Thread thread;

  // Used by the thread alone.
  private final List<Pending<B, ?>> batch = new ArrayList<>();
  private final List<Pending<B, ?>> dropped = new ArrayList<>();

  /**
   * @param name the name of the worker threads, to which the number is added
   * @param number the number of this worker, from 0
   */
  Worker(
      String name,
      int number,
      B runner,
      JobQueue<B> queue,
      Forecast forecast,
      LongSupplier nanoClock,
      BatchListener listener) {
    this.number = number;
    this.runner = runner;
    this.queue = queue;
    this.forecast = forecast;
    this.nanoClock = nanoClock;
    this.listener = listener;
    this.thread = new Thread(this::work, name + "-" + number);
  }

  void start() {
    thread.start();
  }

  /** Waits until the thread ends, which it does once the queue is closed and empty. */
  void join() throws InterruptedException {
    thread.join();
  }

  private void work() {
    while (queue.awaitJobs()) {
      try {
        take();
        if (!runTogether(batch)) {
          for (Pending<B, ?> job : batch) {
            if (!job.future().isDone()) {
              boolean unused = runTogether(List.of(job));
            }
          }
        }
      } catch (Throwable e) {
        // For example, out of memory: these jobs end here, the worker goes on.
        batch.forEach(job -> job.fail(e));
        dropped.forEach(job -> job.fail(e));
      }
    }
  }

  private void take() {
    batch.clear();
    dropped.clear();
    long now = nanoClock.getAsLong();
    queue.take(batch, dropped, now);
    dropped.forEach(job -> job.drop(now));
    batch.forEach(job -> listener.waited(now - job.sinceNanos()));
  }

  /** Runs jobs as one batch. Returns false if each job has to run again alone. */
  private boolean runTogether(List<Pending<B, ?>> jobs) {
    List<Pending<B, ?>> encoded = new ArrayList<>(jobs.size());
    long taken = nanoClock.getAsLong();
    int rows = 0;
    for (Pending<B, ?> job : jobs) {
      if (job.encode(runner, rows)) {
        encoded.add(job);
        rows += job.rows();
      }
    }
    if (encoded.isEmpty()) {
      return true;
    }
    long started = nanoClock.getAsLong();
    forecast.started(number, rows, started);
    try {
      runner.run(rows);
      long ran = nanoClock.getAsLong();
      encoded.forEach(job -> job.decode(runner));
      listener.ran(rows, started - taken, ran - started, nanoClock.getAsLong() - ran);
      return true;
    } catch (Throwable e) {
      if (encoded.size() == 1) {
        encoded.get(0).fail(e);
      }
      return encoded.size() == 1;
    } finally {
      encoded.forEach(job -> job.forget(runner));
      forecast.ended(number, rows, nanoClock.getAsLong() - started);
    }
  }
}
