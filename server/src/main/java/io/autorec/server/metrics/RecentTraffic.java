package io.autorec.server.metrics;

import io.autorec.server.metrics.ModelMetrics.Phase;
import io.autorec.server.metrics.ModelMetrics.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the traffic of the last seconds, by the difference of counters between two looks. It has
 * no thread: it looks when it is read, so that the seconds are those since an earlier reading.
 *
 * <p>Safe for use by several threads.
 */
public final class RecentTraffic {
  /** The least time between a look and the one that it is compared with. */
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The time that readings cover, if they are frequent. */
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final MeasuredServer server;
  private final LongSupplier nanoTime;

  /** Earlier looks, the oldest first. INVARIANT: at least {@link #LEAST_NANOS} apart. */
  private final List<Look> looks = new ArrayList<>();

  /**
   * The traffic of some seconds.
   *
   * @param time the time that it covers
   * @param callsPerSecond the gRPC calls that ended, of all methods
   * @param callsInFlight the gRPC calls that have not ended
   * @param versions the versions that are loaded
   */
  public record Traffic(
      Duration time, double callsPerSecond, long callsInFlight, List<OfVersion> versions) {
    public Traffic {
      versions = List.copyOf(versions);
    }
  }

  /**
   * The traffic of a version.
   *
   * @param answeredPerSecond the answered calls
   * @param failedPerSecond the calls that were refused or failed
   * @param medianSeconds the median duration of answered calls; empty if there were none
   * @param p99Seconds its 99th percentile
   * @param meanQueueSeconds the mean time of jobs in the queue; empty if there were none
   * @param meanBatchRows the mean number of rows of a run; empty if there were none
   */
  public record OfVersion(
      String name,
      long version,
      double answeredPerSecond,
      double failedPerSecond,
      OptionalDouble medianSeconds,
      OptionalDouble p99Seconds,
      OptionalDouble meanQueueSeconds,
      OptionalDouble meanBatchRows) {}

  /**
   * Measures a server.
   *
   * @param nanoTime the clock
   */
  public RecentTraffic(MeasuredServer server, LongSupplier nanoTime) {
    this.server = server;
    this.nanoTime = nanoTime;
    looks.add(look());
  }

  /** Returns the traffic since an earlier reading, up to about ten seconds ago if there is one. */
  public synchronized Traffic read() {
    Look now = look();
    while (looks.size() > 1 && now.nanos - looks.get(1).nanos >= WINDOW_NANOS) {
      looks.remove(0);
    }
    Look before = looks.get(0);
    if (now.nanos - looks.get(looks.size() - 1).nanos >= LEAST_NANOS) {
      looks.add(now);
    }
    return difference(before, now);
  }

  private Traffic difference(Look before, Look now) {
    double seconds = Math.max(1e-3, (now.nanos - before.nanos) / 1e9);
    List<OfVersion> versions = new ArrayList<>();
    for (MeasuredModel model : server.models()) {
      Counted then = before.of(model.metrics());
      Counted counted = now.of(model.metrics());
      long[] durations = minus(counted.durations, then.durations);
      Buckets buckets = model.metrics().durations();
      versions.add(
          new OfVersion(
              model.name(),
              model.version(),
              LongStream.of(durations).sum() / seconds,
              (counted.failed - then.failed) / seconds,
              buckets.quantile(0.5, durations),
              buckets.quantile(0.99, durations),
              mean(counted.queueNanos - then.queueNanos, counted.jobs - then.jobs, 1e9),
              mean(counted.rows - then.rows, counted.runs - then.runs, 1)));
    }
    return new Traffic(
        Duration.ofNanos(now.nanos - before.nanos),
        (now.calls - before.calls) / seconds,
        server.calls().methods().stream().mapToLong(CallCounts.Method::inFlight).sum(),
        versions);
  }

  private static OptionalDouble mean(long sum, long count, double perUnit) {
    return count <= 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / perUnit / count);
  }

  private static long[] minus(long[] all, long[] earlier) {
    long[] difference = all.clone();
    for (int i = 0; i < earlier.length; i++) {
      difference[i] -= earlier[i];
    }
    return difference;
  }

  private Look look() {
    Map<ModelMetrics, Counted> versions = new HashMap<>();
    for (MeasuredModel model : server.models()) {
      versions.put(model.metrics(), Counted.of(model.metrics()));
    }
    CallCounts calls = server.calls();
    long ended = 0;
    for (CallCounts.Method method : calls.methods()) {
      for (int code = 0; code < calls.codes().size(); code++) {
        ended += method.ended(code);
      }
    }
    return new Look(nanoTime.getAsLong(), ended, versions);
  }

  /** The counters at one time. A version that was loaded later counts from 0. */
  private record Look(long nanos, long calls, Map<ModelMetrics, Counted> versions) {
    Counted of(ModelMetrics metrics) {
      @Nullable Counted counted = versions.get(metrics);
      return counted == null ? Counted.NOTHING : counted;
    }
  }

  private record Counted(
      long[] durations, long failed, long jobs, long queueNanos, long runs, long rows) {
    static final Counted NOTHING = new Counted(new long[0], 0, 0, 0, 0, 0);

    static Counted of(ModelMetrics metrics) {
      Buckets queue = metrics.phase(Phase.QUEUE);
      return new Counted(
          metrics.durations().counts(),
          Stream.of(Reason.values()).mapToLong(metrics::failures).sum(),
          queue.count(),
          queue.total(),
          metrics.batches().count(),
          metrics.batches().total());
    }
  }
}
