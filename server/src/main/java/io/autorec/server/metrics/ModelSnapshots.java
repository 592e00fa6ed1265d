package io.autorec.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The metrics of all loaded versions. Those that Triton has too bear its names; they only grow, but
 * have no type, because Prometheus' counters end in {@code _total} and Triton's do not.
 */
final class ModelSnapshots implements MultiCollector {
  private final Supplier<Collection<MeasuredModel>> models;

  ModelSnapshots(Supplier<Collection<MeasuredModel>> models) {
    this.models = models;
  }

  @Override
  public MetricSnapshots collect() {
    Collection<MeasuredModel> now = models.get();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    all.metricSnapshot(
        count(now, "request_success", "Calls that were answered.", ModelMetrics::successes));
    all.metricSnapshot(failures(now));
    all.metricSnapshot(count(now, "count", "Rows that were run.", ModelMetrics::rows));
    all.metricSnapshot(count(now, "exec_count", "Runs, each of a batch.", ModelMetrics::runs));
    all.metricSnapshot(
        count(
            now,
            "request_duration_us",
            "Time of answered calls from their check to their answer, in sum.",
            ModelMetrics::requestMicros));
    all.metricSnapshot(
        count(now, "queue_duration_us", "Time of jobs in queues.", ModelMetrics::queueMicros));
    all.metricSnapshot(
        count(
            now,
            "compute_input_duration_us",
            "Time to write rows into batches.",
            ModelMetrics::encodeMicros));
    all.metricSnapshot(
        count(now, "compute_infer_duration_us", "Time of runs.", ModelMetrics::runMicros));
    all.metricSnapshot(
        count(
            now,
            "compute_output_duration_us",
            "Time to rank and to make answers.",
            ModelMetrics::decodeMicros));
    all.metricSnapshot(pending(now));
    all.metricSnapshot(
        histogram(
            now,
            "autorec_request_duration_seconds",
            "Answered calls by their duration.",
            ModelMetrics::durations));
    all.metricSnapshot(
        histogram(now, "autorec_batch_rows", "Runs by their rows.", ModelMetrics::batches));
    return all.build();
  }

  private static Labels labels(MeasuredModel model) {
    return Labels.of("model", model.name(), "version", Long.toString(model.version()));
  }

  private static UnknownSnapshot count(
      Collection<MeasuredModel> models,
      String name,
      String help,
      ToLongFunction<ModelMetrics> value) {
    UnknownSnapshot.Builder snapshot =
        UnknownSnapshot.builder().name("nv_inference_" + name).help(help);
    for (MeasuredModel model : models) {
      snapshot.dataPoint(
          UnknownSnapshot.UnknownDataPointSnapshot.builder()
              .labels(labels(model))
              .value((double) value.applyAsLong(model.metrics()))
              .build());
    }
    return snapshot.build();
  }

  private static UnknownSnapshot failures(Collection<MeasuredModel> models) {
    UnknownSnapshot.Builder snapshot =
        UnknownSnapshot.builder()
            .name("nv_inference_request_failure")
            .help("Calls that were not answered, by reason.");
    for (MeasuredModel model : models) {
      for (ModelMetrics.Reason reason : ModelMetrics.Reason.values()) {
        snapshot.dataPoint(
            UnknownSnapshot.UnknownDataPointSnapshot.builder()
                .labels(labels(model).merge(Labels.of("reason", reason.name())))
                .value((double) model.metrics().failures(reason))
                .build());
      }
    }
    return snapshot.build();
  }

  private static GaugeSnapshot pending(Collection<MeasuredModel> models) {
    GaugeSnapshot.Builder snapshot =
        GaugeSnapshot.builder()
            .name("nv_inference_pending_request_count")
            .help("Jobs that wait in queues.");
    for (MeasuredModel model : models) {
      snapshot.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(labels(model))
              .value(model.waiting())
              .build());
    }
    return snapshot.build();
  }

  private static HistogramSnapshot histogram(
      Collection<MeasuredModel> models,
      String name,
      String help,
      Function<ModelMetrics, Buckets> buckets) {
    HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder().name(name).help(help);
    for (MeasuredModel model : models) {
      Buckets of = buckets.apply(model.metrics());
      snapshot.dataPoint(
          HistogramSnapshot.HistogramDataPointSnapshot.builder()
              .labels(labels(model))
              .classicHistogramBuckets(of.snapshot())
              .sum(of.sum())
              .build());
    }
    return snapshot.build();
  }
}
