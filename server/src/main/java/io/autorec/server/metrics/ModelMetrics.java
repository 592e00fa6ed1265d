package io.autorec.server.metrics;

import io.autorec.server.batching.BatchListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The counters of one model version. A call that reaches the version is counted once, as a success
 * or as a failure. It may consist of several jobs of a queue, or of none. A job is in one batch. If
 * that batch fails, the job also is in a batch of its own.
 *
 * <p>Alert on failures of the reason BACKEND: they are faults of the server or of the model.
 *
 * <p>Safe for use by several threads.
 */
public final class ModelMetrics implements BatchListener {
  /** The reasons of failed calls, in the words of Triton. */
  public enum Reason {
    /** The server was overloaded or shut down. */
    REJECTED,
    /** The call was cancelled, or its deadline passed. */
    CANCELED,
    /** The model or the server failed. */
    BACKEND,
    /** The request was at fault. */
    OTHER
  }

  /** The kinds of bad input, whether the request is refused or the input is ignored. */
  public enum BadInput {
    /** A rating that is not a number. */
    NAN,
    /** A rating that is infinite. */
    INFINITE,
    /** A rating that is not on the model's scale. */
    OFF_SCALE,
    /** An id that the model does not know, also in calls that are answered. */
    UNKNOWN_ID,
    /** A user that the model does not know. */
    UNKNOWN_USER,
    /** An id that occurs twice. */
    DUPLICATE_ID,
    /** Any other reason to refuse a request. */
    OTHER
  }

  /** The phases of a job. All but the first are phases of a batch, which several jobs share. */
  enum Phase {
    /** The job waits. */
    QUEUE,
    /** The rows of a batch are written. */
    ENCODE,
    /** The model runs. */
    RUN,
    /** The items are ranked and the answers are built. */
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
  private final LongAdder answeredRows = new LongAdder();
  private final LongSupplier epochMillis;
  private volatile long lastAnswerMillis;

  /**
   * Returns a map with a value for each constant. The map never changes, so any thread may read it.
   */
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

  /**
   * Makes counters that are all 0.
   *
   * @param epochMillis the time of day
   */
  public ModelMetrics(LongSupplier epochMillis) {
    this.epochMillis = epochMillis;
  }

  /** Counts an answered call and its duration. */
  public void answered(long nanos) {
    durations.add(nanos);
    lastAnswerMillis = epochMillis.getAsLong();
  }

  /** Counts the rows or users of an answered call. */
  public void answeredRows(int rows) {
    answeredRows.add(rows);
  }

  /** Counts a failed call. */
  public void failed(Reason reason) {
    of(failures, reason).increment();
  }

  /** Counts bad input of a request. */
  public void badInput(BadInput kind, int count) {
    of(badInputs, kind).add(count);
  }

  /** Returns the counts so far. They may be of slightly different moments. */
  public ModelTotals totals() {
    return new ModelTotals(
        lastAnswerMillis,
        durations.count(),
        failures.values().stream().mapToLong(LongAdder::sum).sum(),
        answeredRows.sum(),
        batches.count(),
        durations.total(),
        phase(Phase.QUEUE).total(),
        phase(Phase.ENCODE).total(),
        phase(Phase.RUN).total(),
        phase(Phase.DECODE).total());
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

  /** Returns the durations of answered calls. */
  Buckets durations() {
    return durations;
  }

  /** Returns the durations of a phase. */
  Buckets phase(Phase phase) {
    return of(phases, phase);
  }

  /** Returns the number of rows of each run. */
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
