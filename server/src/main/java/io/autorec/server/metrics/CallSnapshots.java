package io.autorec.server.metrics;

import io.autorec.server.metrics.CallCounts.Method;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * Shows the calls of all methods under the names that other gRPC servers use. A method that was
 * called shows all codes, even those at 0; otherwise a rate would miss the first failure.
 */
record CallSnapshots(CallCounts counts) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    CounterSnapshot.Builder handled =
        CounterSnapshot.builder()
            .name("grpc_server_handled")
            .help("Calls that have ended, whoever answered or refused them.");
    GaugeSnapshot.Builder inFlight =
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
      inFlight.dataPoint(Gauges.point(labels, (double) method.inFlight()));
    }
    return MetricSnapshots.of(handled.build(), inFlight.build());
  }
}
