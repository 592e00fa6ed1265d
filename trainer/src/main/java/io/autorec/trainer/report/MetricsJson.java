package io.autorec.trainer.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.autorec.trainer.evaluation.PredictionError;
import java.util.LinkedHashMap;
import java.util.Map;

/** The report as JSON: {@code metrics.json}. */
public final class MetricsJson {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private MetricsJson() {}

  /** The text of the file. */
  public static String of(RunReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!report.epochs().isEmpty()) {
      json.put("epochs", report.epochs());
      json.put("trainings", report.trials());
      json.put("bestEpoch", report.bestEpoch());
    }
    PredictionError test = report.test();
    if (test != null) {
      Map<String, Object> errors = new LinkedHashMap<>();
      errors.put("rmse", test.rmse());
      errors.put("mae", test.mae());
      errors.put("ratings", test.ratings());
      errors.put("coldRatings", test.coldRatings());
      if (test.coldRatings() < test.ratings()) {
        errors.put("knownRmse", test.knownRmse());
      }
      json.put("test", errors);
    }
    if (report.baselines() != null) {
      json.put("baselines", report.baselines());
    }
    if (report.lists() != null) {
      json.put("lists", report.lists());
    }
    json.put("data", report.data());
    json.put("settings", report.settings());
    return GSON.toJson(json) + "\n";
  }
}
