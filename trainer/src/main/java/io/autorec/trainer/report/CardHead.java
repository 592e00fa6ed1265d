package io.autorec.trainer.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.page.Figures;
import io.autorec.trainer.ranking.RankingComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The head of a model card: what programs read of it, as hubs of models expect. It is YAML, and its
 * values are JSON, which YAML holds. The license of a model is its owner's to say: there is none.
 */
final class CardHead {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
  private static final Gson LINE = new Gson();

  private CardHead() {}

  static String of(RunReport report) {
    List<String> tags =
        new ArrayList<>(
            List.of("autorec", "recommender-system", "collaborative-filtering", "onnx"));
    tags.add(
        report.feedback().isImplicit() ? "implicit-feedback" : report.orientation() + "-based");
    StringBuilder yaml = new StringBuilder("---\n");
    yaml.append("library_name: onnx\n");
    yaml.append("tags: ").append(LINE.toJson(tags)).append('\n');
    List<Map<String, Object>> metrics = metrics(report);
    if (!metrics.isEmpty()) {
      yaml.append("model-index: ")
          .append(GSON.toJson(List.of(index(report, metrics))))
          .append('\n');
    }
    return yaml.append("---\n\n").toString();
  }

  private static Map<String, Object> index(RunReport report, List<Map<String, Object>> metrics) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("type", "tabular");
    String file = report.data().getOrDefault("file", "ratings");
    dataset.put("name", report.data().getOrDefault("test file", file));
    dataset.put("split", "test");
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("task", Map.of("type", "recommendation"));
    result.put("dataset", dataset);
    result.put("metrics", metrics);
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("name", report.name());
    index.put("results", List.of(result));
    return index;
  }

  private static List<Map<String, Object>> metrics(RunReport report) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    PredictionError test = report.test();
    if (test != null) {
      add(metrics, "rmse", "RMSE", test.rmse());
      add(metrics, "mae", "MAE", test.mae());
    }
    RankingComparison lists = report.lists();
    if (lists != null && !lists.lists().isEmpty()) {
      int top = lists.settings().top();
      RankingComparison.Ranked first = lists.lists().get(0);
      add(metrics, "recall_at_" + top, "Recall@" + top, first.quality().recall());
      add(metrics, "ndcg_at_" + top, "NDCG@" + top, first.quality().ndcg());
    }
    return metrics;
  }

  private static void add(
      List<Map<String, Object>> metrics, String type, String name, double value) {
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("type", type);
    metric.put("name", name);
    metric.put("value", Double.parseDouble(Figures.error(value)));
    metrics.add(metric);
  }
}
