package io.autorec.server.page;

import io.autorec.server.metrics.RecentTraffic;
import java.util.List;

/**
 * The traffic of the last seconds.
 *
 * @param allowed false if the caller may not read it
 * @param seconds the time that it covers
 */
record TrafficView(
    boolean allowed, String seconds, String calls, long inFlight, List<Row> versions) {
  static final TrafficView HIDDEN = new TrafficView(false, "", "", 0, List.of());

  /** A version. */
  record Row(
      String name,
      long version,
      String answered,
      String failed,
      String median,
      String p99,
      String queue,
      String rows) {}

  static TrafficView of(RecentTraffic.Traffic traffic) {
    return new TrafficView(
        true,
        Numbers.count(Math.max(1, Math.round(traffic.time().toMillis() / 1000.0))) + " s",
        Numbers.rate(traffic.callsPerSecond()),
        traffic.callsInFlight(),
        traffic.versions().stream()
            .map(
                version ->
                    new Row(
                        version.name(),
                        version.version(),
                        Numbers.rate(version.answeredPerSecond()),
                        Numbers.rate(version.failedPerSecond()),
                        Numbers.millis(version.medianSeconds()),
                        Numbers.millis(version.p99Seconds()),
                        Numbers.millis(version.meanQueueSeconds()),
                        Numbers.rate(version.meanBatchRows())))
            .toList());
  }
}
