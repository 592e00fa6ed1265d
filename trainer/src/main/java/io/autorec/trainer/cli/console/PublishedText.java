package io.autorec.trainer.cli.console;

import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.report.RunReport;
import io.autorec.trainer.run.RunOutcome;
import io.autorec.trainer.run.TrainingPlan;
import io.autorec.trainer.settings.HyperParameters;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what a training run published, and how good it is. */
final class PublishedText {
  /** From this share on, cold ratings count so much that the error of the others is shown, too. */
  private static final double MANY_COLD = 0.01;

  private PublishedText() {}

  /** Prints some lines. */
  static void print(PrintWriter out, TrainingPlan plan, RunOutcome.Published published) {
    if (published.validationRmse() != null
        && published.epoch() > 0
        && (plan.hyper().allNetworks() > 1 || plan.hyper().selection().weightDecay())) {
      out.printf(
          "model: %s; validation RMSE %.4f%n",
          shares(published.hyper()), published.validationRmse());
    }
    PredictionError test = published.test();
    RunReport.Baselines baselines = published.baselines();
    if (test != null && baselines != null) {
      out.printf(
          "test RMSE %.4f, MAE %.4f on %d hidden ratings (%d cold)%n",
          test.rmse(), test.mae(), test.ratings(), test.coldRatings());
      if (test.hasBoth() && test.coldRatings() >= MANY_COLD * test.ratings()) {
        out.printf(
            "  of known users and items: test RMSE %.4f on %d of them%n",
            test.knownRmse(), test.ratings() - test.coldRatings());
      }
      out.printf(
          "baselines on the same ratings: user+item bias %.4f, global mean %.4f%n",
          baselines.bias(), baselines.globalMean());
    }
    if (published.lists() != null) {
      print(out, published.lists(), plan.isImplicit());
    }
    if (plan.isImplicit()) {
      out.println(
          "published %s; see %s"
              .formatted(
                  published.version(), published.version().resolve(ModelFormat.REPORT_FILE)));
      return;
    }
    if (!published.hasFoldIn()) {
      out.println(
          "no fold-in for new %s: it takes a linear output, and codes of a gibibyte at most"
              .formatted(plan.orientation() == Orientation.ITEM ? "users" : "items"));
    }
    if (published.epoch() == 0) {
      out.println(
          "what was trained is not clearly better than the user and item biases on the validation ratings: the model is"
              + " these biases");
    }
    out.println(
        "published %s (epoch %s); see %s"
            .formatted(
                published.version(),
                published.epoch(),
                published.version().resolve(ModelFormat.REPORT_FILE)));
  }

  /** Says what a prediction is made of. */
  private static String shares(HyperParameters hyper) {
    double first = 1 - hyper.residualShare() - hyper.biasShare();
    List<String> parts = new ArrayList<>();
    addShare(parts, first, "centering " + hyper.centering(), hyper.weightDecay());
    if (hyper.residualShare() > 0) {
      addShare(
          parts, hyper.residualShare(), "centering " + Centering.BIAS, hyper.residualWeightDecay());
    }
    if (hyper.biasShare() > 0) {
      parts.add(String.format(Locale.ROOT, "%.0f%% biases", 100 * hyper.biasShare()));
    }
    return String.join(", ", parts);
  }

  private static void addShare(List<String> parts, double share, String centering, double lambda) {
    parts.add(String.format(Locale.ROOT, "%.0f%% %s, lambda %.1f", 100 * share, centering, lambda));
  }

  private static void print(PrintWriter out, RankingComparison comparison, boolean isImplicit) {
    int top = comparison.settings().top();
    out.printf(
        "lists of %d for %d users, by %s: Recall@%d, NDCG@%d, coverage%n",
        top,
        comparison.users(),
        isImplicit
            ? "their hidden interactions"
            : "what they rated " + comparison.threshold() + " or higher",
        top,
        top);
    for (RankingComparison.Ranked one : comparison.lists()) {
      out.printf(
          Locale.ROOT,
          "  %-20s %.4f  %.4f  %5.1f%%%n",
          one.name(),
          one.quality().recall(),
          one.quality().ndcg(),
          100 * one.quality().coverage());
    }
  }
}
