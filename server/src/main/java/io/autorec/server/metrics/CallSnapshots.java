package io.autorec.server.metrics;

import io.autorec.server.metrics.CallCounts.Method;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * The calls of all methods, by the names that gRPC's ecosystem has for them. A method that was
 * called shows all codes, so that the first failure is seen to be one more than none.
 */
final class CallSnapshots implements MultiCollector {
  private final CallCounts counts;

  CallSnapshots(CallCounts counts) {
    this.counts = counts;
  }

  @Override
  public MetricSnapshots collect() {
    CounterSnapshot.Builder handled =
        CounterSnapshot.builder()
            .name("grpc_server_handled")
            .help("Calls that have ended, whoever answered or refused them.");
    GaugeSnapshot.Builder underWay =
        GaugeSnapshot.builder()
            .name("autorec_calls_in_flight")
            .help("Calls that have started and not ended.");
    for (Method method : counts.methods()) {
      Labels labels =
          Labels.of(
              "grpc_type", method.type(),
              "grpc_service", method.service(),
              "grpc_method", method.name());
      for (int code = 0; code < counts.codes().size(); code++) {
        handled.dataPoint(
            CounterDataPointSnapshot.builder()
                .labels(labels.add("grpc_code", counts.codes().get(code)))
                .value((double) method.ended(code))
                .build());
      }
      underWay.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(labels)
              .value((double) method.underWay())
              .build());
    }
    return MetricSnapshots.of(handled.build(), underWay.build());
  }
}
