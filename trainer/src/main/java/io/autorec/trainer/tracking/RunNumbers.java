package io.autorec.trainer.tracking;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.report.RunReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters and metrics of a run, under the names that MLflow shows. */
final class RunNumbers {
  /** The most that a value has in old versions of MLflow. */
  private static final int LONGEST_VALUE = 500;

  private RunNumbers() {}

  /**
   * A metric.
   *
   * @param step the epoch; 0 for those of the whole run
   * @param millis when it was measured, after the run began
   */
  record Metric(String key, double value, int step, long millis) {}

  /** Every setting, and the shape of the data. */
  static Map<String, String> parameters(RunReport report) {
    Map<String, String> parameters = new LinkedHashMap<>();
    report.settings().forEach((name, value) -> parameters.put(key(name), cut(value)));
    report.data().forEach((name, value) -> parameters.put("data/" + key(name), cut(value)));
    return parameters;
  }

  /** The time that all epochs took. */
  static long millis(RunReport report) {
    return (long) (1000 * report.epochs().stream().mapToDouble(EpochResult::seconds).sum());
  }

  /** Those of each epoch, and those of the whole run; only numbers that are finite. */
  static List<Metric> metrics(RunReport report) {
    Metrics metrics = new Metrics();
    for (EpochResult epoch : report.epochs()) {
      metrics.millis += (long) (1000 * epoch.seconds());
      String network = "network-" + epoch.network() + "/";
      metrics.add(network + "training_rmse", epoch.trainRmse(), epoch.epoch());
      metrics.add(network + "validation_rmse", epoch.validationRmse(), epoch.epoch());
    }
    metrics.add("validation_rmse", report.validationRmse());
    PredictionError test = report.test();
    if (test != null) {
      metrics.add("test_rmse", test.rmse());
      metrics.add("test_mae", test.mae());
      metrics.add("test_rmse_known", test.knownRmse());
      metrics.add("test_ratings", (double) test.ratings());
      metrics.add("test_ratings_cold", (double) test.coldRatings());
    }
    RunReport.Baselines baselines = report.baselines();
    if (baselines != null) {
      metrics.add("baseline/bias_rmse", baselines.bias());
      metrics.add("baseline/global_mean_rmse", baselines.globalMean());
    }
    RankingComparison lists = report.lists();
    if (lists != null) {
      int top = lists.settings().top();
      for (RankingComparison.Ranked one : lists.lists()) {
        String order = "/" + key(one.name());
        metrics.add("recall_at_" + top + order, one.quality().recall());
        metrics.add("ndcg_at_" + top + order, one.quality().ndcg());
        metrics.add("coverage_at_" + top + order, one.quality().coverage());
      }
    }
    return metrics.all;
  }

  private static final class Metrics {
    private final List<Metric> all = new ArrayList<>();
    private long millis;

    void add(String key, double value) {
      add(key, (Double) value, 0);
    }

    void add(String key, @Nullable Double value) {
      add(key, value, 0);
    }

    void add(String key, @Nullable Double value, int step) {
      if (value != null && Double.isFinite(value)) {
        all.add(new Metric(key, value, step, millis));
      }
    }
  }

  /** A name of what MLflow takes as names. */
  private static String key(String name) {
    return name.replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  private static String cut(String value) {
    return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE - 3) + "..." : value;
  }
}
