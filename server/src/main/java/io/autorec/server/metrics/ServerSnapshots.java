package io.autorec.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows the state of the server and of its repository. */
record ServerSnapshots(MeasuredServer server) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        build(), state(), waiting(), badVersions(), overwrittenVersions(), certificateExpiry());
  }

  private InfoSnapshot build() {
    InfoSnapshot.Builder snapshot =
        InfoSnapshot.builder().name("autorec_build").help("What the server is, and runs on.");
    Map<String, String> labels = new TreeMap<>(server.build());
    return snapshot
        .dataPoint(
            InfoDataPointSnapshot.builder()
                .labels(
                    Labels.of(
                        labels.keySet().toArray(String[]::new),
                        labels.values().toArray(String[]::new)))
                .build())
        .build();
  }

  private GaugeSnapshot state() {
    MeasuredServer.State now = server.state();
    Map<String, Integer> states = new TreeMap<>();
    for (MeasuredServer.State state : MeasuredServer.State.values()) {
      states.put(state.name().toLowerCase(Locale.ROOT), state == now ? 1 : 0);
    }
    return Gauges.of(
        "autorec_server_state",
        "1 for the stage of its life that the server is in.",
        "state",
        states);
  }

  private GaugeSnapshot waiting() {
    return Gauges.of(
        "autorec_waiting_calls",
        "Calls that wait for a thread that fits ratings, or compares items.",
        "work",
        server.waiting());
  }

  private GaugeSnapshot certificateExpiry() {
    GaugeSnapshot.Builder snapshot =
        GaugeSnapshot.builder()
            .name("autorec_certificate_expiry_timestamp_seconds")
            .help("When the server's certificate expires.");
    server
        .certificateExpiry()
        .map(expiry -> Gauges.point(Labels.EMPTY, (double) expiry.getEpochSecond()))
        .ifPresent(snapshot::dataPoint);
    return snapshot.build();
  }

  private GaugeSnapshot badVersions() {
    return versions(
        "autorec_bad_versions", "Versions on disk that could not be loaded.", server.badVersions());
  }

  private GaugeSnapshot overwrittenVersions() {
    return versions(
        "autorec_overwritten_versions",
        "Loaded versions whose folder holds other files by now.",
        server.models().stream()
            .filter(MeasuredModel::overwritten)
            .collect(Collectors.groupingBy(MeasuredModel::name, Collectors.counting())));
  }

  /** Shows counts by model, and 0 for loaded models without a count. */
  private GaugeSnapshot versions(String name, String help, Map<String, Long> some) {
    Map<String, Long> counts = new TreeMap<>(some);
    server.models().forEach(model -> counts.putIfAbsent(model.name(), 0L));
    return Gauges.of(name, help, "model", counts);
  }
}
