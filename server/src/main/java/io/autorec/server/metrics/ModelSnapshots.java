package io.autorec.server.metrics;

import io.autorec.server.metrics.ModelMetrics.BadInput;
import io.autorec.server.metrics.ModelMetrics.Phase;
import io.autorec.server.metrics.ModelMetrics.Reason;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Shows the metrics of all loaded versions. Metrics that Triton also has have Triton's names. These
 * only grow, but have no type, because counters of Prometheus end in {@code _total} and Triton's do
 * not.
 */
record ModelSnapshots(MeasuredServer server) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    Page page = new Page(List.copyOf(server.models()));
    page.count("request_success", "Calls that were answered.", m -> m.durations().count());
    page.failures();
    page.count("count", "Rows that were run.", m -> m.batches().total());
    page.count("exec_count", "Runs, each of a batch.", m -> m.batches().count());
    page.count(
        "request_duration_us",
        "Time of answered calls from their check to their answer, in sum.",
        ModelMetrics::requestMicros);
    page.count("queue_duration_us", "Time of jobs in queues.", m -> m.micros(Phase.QUEUE));
    page.count(
        "compute_input_duration_us",
        "Time to write rows into batches.",
        m -> m.micros(Phase.ENCODE));
    page.count("compute_infer_duration_us", "Time of runs.", m -> m.micros(Phase.RUN));
    page.count(
        "compute_output_duration_us",
        "Time to rank and to make answers.",
        m -> m.micros(Phase.DECODE));
    page.gauge(
        "nv_inference_pending_request_count", "Jobs that wait in queues.", MeasuredModel::waiting);
    page.histogram(
        "autorec_request_duration_seconds",
        "Answered calls by their duration.",
        Map.of(Labels.EMPTY, ModelMetrics::durations));
    page.phases();
    page.histogram(
        "autorec_batch_rows", "Runs by their rows.", Map.of(Labels.EMPTY, ModelMetrics::batches));
    page.badInputs();
    page.info();
    page.gauge(
        "autorec_model_trained_timestamp_seconds",
        "When the version's training ended.",
        model -> seconds(model.trainedAt()));
    page.gauge(
        "autorec_model_loaded_timestamp_seconds",
        "When the version was loaded.",
        model -> seconds(model.loadedAt()));
    return page.all.build();
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }

  /** The snapshots of the versions that are loaded at one moment. */
  private record Page(List<MeasuredModel> models, MetricSnapshots.Builder all) {
    Page(List<MeasuredModel> models) {
      this(models, MetricSnapshots.builder());
    }

    private static Labels labels(MeasuredModel model) {
      return Labels.of("model", model.name(), "version", Long.toString(model.version()));
    }

    void count(String name, String help, ToLongFunction<ModelMetrics> value) {
      counts(name, help, Map.of(Labels.EMPTY, value));
    }

    void failures() {
      Map<Labels, ToLongFunction<ModelMetrics>> failures = new LinkedHashMap<>();
      for (Reason reason : Reason.values()) {
        failures.put(Labels.of("reason", reason.name()), metrics -> metrics.failures(reason));
      }
      counts("request_failure", "Calls that were not answered, by reason.", failures);
    }

    /** Shows counts, by the labels that each has beside those of the model. */
    private void counts(
        String name, String help, Map<Labels, ToLongFunction<ModelMetrics>> counts) {
      UnknownSnapshot.Builder snapshot =
          UnknownSnapshot.builder().name("nv_inference_" + name).help(help);
      counts.forEach(
          (more, count) -> {
            for (MeasuredModel model : models) {
              snapshot.dataPoint(
                  UnknownDataPointSnapshot.builder()
                      .labels(labels(model).merge(more))
                      .value((double) count.applyAsLong(model.metrics()))
                      .build());
            }
          });
      all.metricSnapshot(snapshot.build());
    }

    void badInputs() {
      CounterSnapshot.Builder snapshot =
          CounterSnapshot.builder()
              .name("autorec_bad_input")
              .help("What is wrong in requests, refused or left out, by kind.");
      for (MeasuredModel model : models) {
        for (BadInput kind : BadInput.values()) {
          snapshot.dataPoint(
              CounterDataPointSnapshot.builder()
                  .labels(labels(model).add("kind", kind.name().toLowerCase(Locale.ROOT)))
                  .value((double) model.metrics().badInputs(kind))
                  .build());
        }
      }
      all.metricSnapshot(snapshot.build());
    }

    void gauge(String name, String help, ToDoubleFunction<MeasuredModel> value) {
      GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(help);
      for (MeasuredModel model : models) {
        snapshot.dataPoint(Gauges.point(labels(model), value.applyAsDouble(model)));
      }
      all.metricSnapshot(snapshot.build());
    }

    void info() {
      InfoSnapshot.Builder snapshot =
          InfoSnapshot.builder().name("autorec_model").help("What the version is.");
      for (MeasuredModel model : models) {
        snapshot.dataPoint(
            InfoDataPointSnapshot.builder()
                .labels(
                    labels(model)
                        .add("orientation", model.orientationLabel())
                        .add("device", model.deviceLabel()))
                .build());
      }
      all.metricSnapshot(snapshot.build());
    }

    void phases() {
      Map<Labels, Function<ModelMetrics, Buckets>> phases = new LinkedHashMap<>();
      for (Phase phase : Phase.values()) {
        phases.put(
            Labels.of("phase", phase.name().toLowerCase(Locale.ROOT)),
            metrics -> metrics.phase(phase));
      }
      histogram(
          "autorec_phase_duration_seconds",
          "Jobs by their time in queues; batches by that of the phases that follow.",
          phases);
    }

    /** Shows histograms, by the labels that each has beside those of the model. */
    void histogram(
        String name, String help, Map<Labels, Function<ModelMetrics, Buckets>> histograms) {
      HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder().name(name).help(help);
      histograms.forEach(
          (more, buckets) -> {
            for (MeasuredModel model : models) {
              Buckets of = buckets.apply(model.metrics());
              snapshot.dataPoint(
                  HistogramDataPointSnapshot.builder()
                      .labels(labels(model).merge(more))
                      .classicHistogramBuckets(of.snapshot())
                      .sum(of.sum())
                      .build());
            }
          });
      all.metricSnapshot(snapshot.build());
    }
  }
}
