package io.autorec.server.metrics;

import io.autorec.server.batching.BatchListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

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

  /** What is wrong with what callers send, whether it is refused or left out. */
  public enum BadInput {
    /** A rating that is no number. */
    NAN,
    /** A rating that is infinite. */
    INFINITE,
    /** A rating that is not on the model's scale. */
    OFF_SCALE,
    /**
     * An id of a rating or an item that the model does not know; also of calls that are answered.
     */
    UNKNOWN_ID,
    /** A user that the model does not know. */
    UNKNOWN_USER,
    /** An id that is there twice. */
    DUPLICATE_ID,
    /** Whatever else a request is refused for. */
    OTHER
  }

  /**
   * What becomes of a job: its rows are shared by all jobs of a batch, save for the first phase.
   */
  enum Phase {
    /** A job waits. */
    QUEUE,
    /** A batch's rows are written. */
    ENCODE,
    /** The model runs. */
    RUN,
    /** A batch's answers are ranked and made. */
    DECODE
  }

  private final Map<Reason, LongAdder> failures = each(Reason.class, LongAdder::new);
  private final Map<BadInput, LongAdder> badInputs = each(BadInput.class, LongAdder::new);
  private final Buckets durations =
      Buckets.ofDurations(
          500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
          2_000_000, 5_000_000);
  private final Map<Phase, Buckets> phases = each(Phase.class, ModelMetrics::phaseBuckets);
  private final Buckets batches = Buckets.of(1, 2, 4, 8, 16, 32, 64, 128, 256);

  /** A value for each word; never changed, and so read by any thread. */
  private static <K extends Enum<K>, V> Map<K, V> each(Class<K> words, Supplier<V> value) {
    Map<K, V> all = new EnumMap<>(words);
    for (K word : words.getEnumConstants()) {
      all.put(word, value.get());
    }
    return all;
  }

  private static <K, V> V of(Map<K, V> all, K word) {
    return Objects.requireNonNull(all.get(word));
  }

  private static Buckets phaseBuckets() {
    return Buckets.ofDurations(
        10, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 500_000,
        2_000_000);
  }

  /** A call was answered, so long after it came. */
  public void answered(long nanos) {
    durations.add(nanos);
  }

  /** A call failed. */
  public void failed(Reason reason) {
    of(failures, reason).increment();
  }

  /** A request had so much bad input. */
  public void badInput(BadInput kind, int count) {
    of(badInputs, kind).add(count);
  }

  @Override
  public void waited(long nanos) {
    phase(Phase.QUEUE).add(nanos);
  }

  @Override
  public void ran(int count, long encoding, long running, long decoding) {
    batches.add(count);
    phase(Phase.ENCODE).add(encoding);
    phase(Phase.RUN).add(running);
    phase(Phase.DECODE).add(decoding);
  }

  long failures(Reason reason) {
    return of(failures, reason).sum();
  }

  long badInputs(BadInput kind) {
    return of(badInputs, kind).sum();
  }

  /** Answered calls. */
  Buckets durations() {
    return durations;
  }

  /** Jobs or batches, by what it is a phase of. */
  Buckets phase(Phase phase) {
    return of(phases, phase);
  }

  /** Rows of runs. */
  Buckets batches() {
    return batches;
  }

  long requestMicros() {
    return TimeUnit.NANOSECONDS.toMicros(durations.total());
  }

  long micros(Phase phase) {
    return TimeUnit.NANOSECONDS.toMicros(phase(phase).total());
  }
}
