package io.autorec.server.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;

/** Makes gauges for Prometheus. */
final class Gauges {
  private Gauges() {}

  /** Makes a gauge without labels. */
  static GaugeSnapshot of(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(point(Labels.EMPTY, value))
        .build();
  }

  /** Makes a gauge with a value for each value of a label. */
  static GaugeSnapshot of(
      String name, String help, String label, Map<String, ? extends Number> values) {
    GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (word, value) -> snapshot.dataPoint(point(Labels.of(label, word), value.doubleValue())));
    return snapshot.build();
  }

  static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
