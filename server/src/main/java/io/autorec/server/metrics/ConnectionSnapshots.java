package io.autorec.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Shows the connections of the server.
 *
 * @param open the number of connections
 * @param refused the number of connections that were closed because there were too many
 * @param unreadBytes the size of answers that wait for clients to read them
 */
public record ConnectionSnapshots(IntSupplier open, LongSupplier refused, LongSupplier unreadBytes)
    implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        Gauges.of("autorec_connections", "Connections of clients.", open.getAsInt()),
        CounterSnapshot.builder()
            .name("autorec_connections_refused")
            .help("Connections that were closed because there were too many.")
            .dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .value((double) refused.getAsLong())
                    .build())
            .build(),
        Gauges.of(
            "autorec_unread_answer_bytes",
            "Answers that wait for clients to read them.",
            (double) unreadBytes.getAsLong()));
  }
}
