package io.autorec.server.metrics;

import io.autorec.server.batching.BatchListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one model version has done. Each call that reached it is counted once, as a success or as a
 * failure. A call may be several jobs of a queue or none; each job is in one batch, unless that
 * fails, in which case it is in one more, of its own.
 *
 * <p>Alert on failures of the reason BACKEND: they are faults of the server or of the model.
 *
 * <p>Safe for use by several threads.
 */
public final class ModelMetrics implements BatchListener {
  /** Why a call failed, in Triton's words. */
  public enum Reason {
    /** Refused: too much to do, or shutting down. */
    REJECTED,
    /** Cancelled, or too late. */
    CANCELED,
    /** The model or the server failed. */
    BACKEND,
    /** The request was at fault. */
    OTHER
  }

  private final LongAdder successes = new LongAdder();
  private final Map<Reason, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAdder requestNanos = new LongAdder();
  private final LongAdder queueNanos = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder runs = new LongAdder();
  private final LongAdder encodeNanos = new LongAdder();
  private final LongAdder runNanos = new LongAdder();
  private final LongAdder decodeNanos = new LongAdder();
  private final Buckets durations =
      new Buckets(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5);
  private final Buckets batches = new Buckets(1, 2, 4, 8, 16, 32, 64, 128, 256);

  public ModelMetrics() {
    for (Reason reason : Reason.values()) {
      failures.put(reason, new LongAdder());
    }
  }

  /** A call was answered, so long after it came. */
  public void answered(long nanos) {
    successes.increment();
    requestNanos.add(nanos);
    durations.add(nanos / 1e9);
  }

  /** A call failed. */
  public void failed(Reason reason) {
    failures.computeIfAbsent(reason, missing -> new LongAdder()).increment();
  }

  @Override
  public void waited(long nanos) {
    queueNanos.add(nanos);
  }

  @Override
  public void ran(int count, long encoding, long running, long decoding) {
    runs.increment();
    rows.add(count);
    encodeNanos.add(encoding);
    runNanos.add(running);
    decodeNanos.add(decoding);
    batches.add(count);
  }

  long successes() {
    return successes.sum();
  }

  long failures(Reason reason) {
    return failures.getOrDefault(reason, new LongAdder()).sum();
  }

  long rows() {
    return rows.sum();
  }

  long runs() {
    return runs.sum();
  }

  long requestMicros() {
    return micros(requestNanos);
  }

  long queueMicros() {
    return micros(queueNanos);
  }

  long encodeMicros() {
    return micros(encodeNanos);
  }

  long runMicros() {
    return micros(runNanos);
  }

  long decodeMicros() {
    return micros(decodeNanos);
  }

  Buckets durations() {
    return durations;
  }

  Buckets batches() {
    return batches;
  }

  private static long micros(LongAdder nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos.sum());
  }
}
