package io.autorec.server.answer.job;

import io.autorec.server.batching.BatchRunner;
import io.autorec.server.batching.Job;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.tracing.CallTrace;

/**
 * Records the phases of a job in the trace of its call. A job that runs again, alone, records them
 * again.
 *
 * @param trace the trace of the call
 * @param queuedNanos when the job was queued
 */
record TracedJob<B extends BatchRunner, T>(Job<B, T> job, CallTrace trace, long queuedNanos)
    implements Job<B, T> {
  @Override
  public int rows() {
    return job.rows();
  }

  @Override
  public boolean cancelled() {
    return job.cancelled();
  }

  @Override
  public long deadlineNanos() {
    return job.deadlineNanos();
  }

  @Override
  public void encode(B buffers, int firstRow) {
    long taken = System.nanoTime();
    trace.phase("queue", queuedNanos, taken);
    job.encode(buffers, firstRow);
    trace.phase("encode", taken, System.nanoTime());
  }

  @Override
  public T decode(B buffers, int firstRow) {
    if (buffers instanceof ScoreBatch batch) {
      ScoreBatch.Run run = batch.lastRun();
      trace.run(
          run.startNanos(),
          run.endNanos(),
          run.rows(),
          Thread.currentThread().getName() + "#" + run.number());
    }
    long started = System.nanoTime();
    T result = job.decode(buffers, firstRow);
    trace.phase("decode", started, System.nanoTime());
    return result;
  }

  @Override
  public void forget(B buffers, int firstRow) {
    job.forget(buffers, firstRow);
  }
}
