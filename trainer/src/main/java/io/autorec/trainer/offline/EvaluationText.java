package io.autorec.trainer.offline;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.fields.RatingNumber;
import io.autorec.trainer.ranking.RankingComparison;
import java.io.PrintWriter;
import java.util.Locale;

/** Writes an evaluation as lines for people. */
public final class EvaluationText {
  private EvaluationText() {}

  /**
   * Prints errors and lists.
   *
   * @throws io.autorec.trainer.input.InputException if lists were asked for and there are none
   */
  public static void print(PrintWriter out, ModelEvaluation evaluation) {
    ModelEvaluation.Errors errors = evaluation.errors();
    out.println("model      " + evaluation.model());
    if (errors == null) {
      print(out, evaluation.counts());
    } else {
      print(out, evaluation.counts(), errors);
    }
    if (evaluation.ranking() != null) {
      out.flush();
      evaluation.ranking().requireLists();
      print(out, evaluation.ranking(), errors == null);
    }
  }

  private static void print(PrintWriter out, ModelEvaluation.Counts counts) {
    out.printf(
        "ratings    %d interactions; left out: %d used in training or validation, %d of users and %d of items unknown"
            + " to the model%n",
        counts.unseen(), counts.shown(), counts.ofUnknownUsers(), counts.ofUnknownItems());
  }

  private static void print(
      PrintWriter out, ModelEvaluation.Counts counts, ModelEvaluation.Errors errors) {
    PredictionError error = errors.model();
    out.printf(
        "ratings    %d scored; left out: %d used in training or validation%n",
        error.ratings(), counts.shown());
    out.printf(
        "unknown    %d of users and %d of items unknown to the model, predicted by the known bias or the mean%n",
        counts.ofUnknownUsers(), counts.ofUnknownItems());
    out.printf(
        "cold       %d predicted without a training rating of the user or the item, the unknown among them%n",
        error.coldRatings());
    if (errors.offScale() > 0) {
      out.printf(
          "off scale  %d of them; predictions are clipped to the model's scale, %s to %s%n",
          errors.offScale(),
          RatingNumber.shown(errors.scale().min()),
          RatingNumber.shown(errors.scale().max()));
    }
    out.printf(Locale.ROOT, "RMSE       %.4f%s%n", error.rmse(), ofKnown(error));
    out.printf(Locale.ROOT, "MAE        %.4f%n", error.mae());
    print(out, "user+item bias", errors.bias());
    print(out, "global mean", errors.globalMean());
  }

  private static void print(PrintWriter out, String baseline, PredictionError error) {
    out.printf(Locale.ROOT, "baseline   RMSE %.4f%s, %s%n", error.rmse(), ofKnown(error), baseline);
  }

  /** The RMSE without the cold ratings, if there are some. */
  private static String ofKnown(PredictionError error) {
    return error.hasBoth()
        ? String.format(
            Locale.ROOT,
            " (%.4f on the %d of known users and items)",
            error.knownRmse(),
            error.ratings() - error.coldRatings())
        : "";
  }

  private static void print(PrintWriter out, RankingComparison comparison, boolean ofInteractions) {
    int top = comparison.settings().top();
    String relevant =
        ofInteractions
            ? "interactions"
            : "relevant ratings (>= %s); %d users have none"
                .formatted(comparison.threshold(), comparison.otherUsers());
    out.printf(
        "ranking    best %d for %d users with %d %s%n%n",
        top, comparison.users(), comparison.relevantRatings(), relevant);
    out.printf("%-24s %11s %11s %9s%n", "", "Recall@" + top, "NDCG@" + top, "coverage");
    for (RankingComparison.Ranked lists : comparison.lists()) {
      out.printf(
          Locale.ROOT,
          "%-24s %11.4f %11.4f %8.1f%%%n",
          lists.name(),
          lists.quality().recall(),
          lists.quality().ndcg(),
          100 * lists.quality().coverage());
    }
    out.flush();
  }
}
