package io.autorec.trainer.report;

import io.autorec.trainer.page.Figures;
import java.util.ArrayList;
import java.util.List;

/** Says what was chosen in a run, and why. */
final class Choices {
  private Choices() {}

  /** Some sentences, in reading order; none if no network was trained. */
  static List<String> told(RunReport report) {
    List<String> told = new ArrayList<>();
    if (report.trials().isEmpty()) {
      return told;
    }
    if (report.validationRmse() == null) {
      told.add(
          "No rating was held out for validation, so nothing was chosen: rules settled every"
              + " option.");
      return told;
    }
    if (report.trials().size() > 1) {
      told.add(
          "The validation ratings decided which of these trainings were taken: each in place of the"
              + " one before if its error is lower.");
    } else {
      told.add("One network was trained. The validation ratings decided the epoch.");
    }
    if (report.isBiases()) {
      told.add(
          "None of it is clearly better than the user and item biases, by three standard errors, so"
              + " the model is the biases.");
    } else {
      told.add(shares(report));
    }
    if (Boolean.parseBoolean(report.settings().get("train-on-validation"))) {
      told.add(
          "After these choices the networks were trained on with the validation ratings too. What"
              + " the validation ratings measured is of the networks before.");
    }
    return told;
  }

  private static String shares(RunReport report) {
    double residual = share(report, "residual-share");
    double biases = share(report, "bias-share");
    double first = 1 - residual - biases;
    List<String> parts = new ArrayList<>();
    if (first > 0) {
      parts.add(
          "%.0f%% from networks with centering %s"
              .formatted(100 * first, report.settings().getOrDefault("centering", "none")));
    }
    if (residual > 0) {
      parts.add(
          "%.0f%% from networks on what the biases leave unexplained".formatted(100 * residual));
    }
    if (biases > 0) {
      parts.add("%.0f%% from the biases".formatted(100 * biases));
    }
    Double rmse = report.validationRmse();
    String measured =
        rmse == null ? "" : " The validation RMSE of the model is " + Figures.error(rmse) + ".";
    return ((parts.size() == 1 ? "" : "A prediction is " + String.join(", ", parts) + ".")
            + measured)
        .strip();
  }

  private static double share(RunReport report, String name) {
    try {
      return Double.parseDouble(report.settings().getOrDefault(name, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
