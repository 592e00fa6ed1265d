package io.autorec.trainer.report;

import static java.util.Objects.requireNonNull;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ratings.Feedback;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one self-contained page: {@code report.html}. */
public final class HtmlReport {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>AutoRec training report</title>
      <style>
      :root { color-scheme: light dark }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 760px; margin: 2em auto; padding: 0 1em }
      table { border-collapse: collapse; margin: 1em 0 }
      td, th { padding: .2em .8em .2em 0; text-align: left; vertical-align: top }
      svg { width: 100% }
      </style></head><body>
      """;

  private HtmlReport() {}

  /** The text of the file. */
  public static String of(RunReport report) {
    StringBuilder html = new StringBuilder(HEAD);
    html.append("<h1>").append(escape(report.title())).append("</h1>\n");
    PredictionError test = report.test();
    RunReport.Baselines baselines = report.baselines();
    if (test != null && baselines != null) {
      html.append("<h2>Error on held-out ratings</h2>\n<table>");
      row(html, "AutoRec, epoch " + report.bestEpoch(), rmse(test.rmse()));
      row(html, "user + item bias", rmse(baselines.bias()));
      row(html, "global mean", rmse(baselines.globalMean()));
      row(html, "mean absolute error", String.format(Locale.ROOT, "%.4f", test.mae()));
      row(html, "test ratings", Long.toString(test.ratings()));
      row(html, "of them cold", Long.toString(test.coldRatings()));
      if (test.hasBoth()) {
        row(html, "AutoRec on the others", rmse(test.knownRmse()));
      }
      html.append(
              "</table>\n<p>The test ratings were hidden from the model's input, and nothing was")
          .append(" chosen on them.</p>\n");
    }
    if (report.lists() != null) {
      lists(html, report.lists(), report.feedback());
    }
    if (!report.epochs().isEmpty()) {
      epochs(html, report.epochs());
    }
    if (report.trials().size() > 1) {
      trials(html, report.trials());
    }
    if (test != null) {
      html.append("<h2>Prediction less rating, test ratings</h2>\n")
          .append(Chart.histogram(test.histogram(), -PredictionError.RANGE, PredictionError.BIN))
          .append('\n');
    }
    table(html, "Data", report.data());
    table(html, "Settings", report.settings());
    return html.append("</body></html>\n").toString();
  }

  private static void epochs(StringBuilder html, List<EpochResult> epochs) {
    List<Chart.Curve> curves = new ArrayList<>();
    curves.add(new Chart.Curve("training", epochs.stream().map(EpochResult::trainRmse).toList()));
    if (epochs.get(0).validationRmse() != null) {
      curves.add(
          new Chart.Curve(
              "validation",
              epochs.stream().map(epoch -> requireNonNull(epoch.validationRmse())).toList()));
    }
    html.append("<h2>RMSE by epoch</h2>\n")
        .append(Chart.curves(curves))
        .append(
            "\n<p>Training error is measured on ratings that the model is fed; validation error")
        .append(" is not, and decides which epoch is published.</p>\n");
  }

  private static void trials(StringBuilder html, List<TrialResult> trials) {
    html.append("<h2>Trainings</h2>\n<table><tr><th></th><th>starts</th><th>centering</th>")
        .append("<th>lambda</th><th>validation RMSE</th><th></th></tr>\n");
    for (TrialResult trial : trials) {
      html.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%d</td><td>%s</td><td>%s</td><td>%.1f</td><td>%s</td><td>%s</td></tr>%n",
              trial.network(),
              trial.isWarm() ? "from the best of its kind" : "anew",
              escape(trial.centering()) + (trial.implicitFactors() ? ", implicit factors" : ""),
              trial.weightDecay(),
              trial.validationRmse() == null
                  ? "-"
                  : String.format(Locale.ROOT, "%.4f", trial.validationRmse()),
              trial.isTaken() ? "taken" : ""));
    }
    html.append("</table>\n<p>The validation ratings decide what is taken, and the shares of")
        .append(" networks and biases in the prediction (Settings).</p>\n");
  }

  private static void lists(StringBuilder html, RankingComparison comparison, Feedback feedback) {
    int top = comparison.settings().top();
    html.append("<h2>Quality of lists</h2>\n<table><tr><th>order</th><th>Recall@").append(top);
    html.append("</th><th>NDCG@").append(top).append("</th><th>coverage</th></tr>\n");
    for (RankingComparison.Ranked one : comparison.lists()) {
      html.append(
          String.format(
              Locale.ROOT,
              "<tr><th>%s</th><td>%.4f</td><td>%.4f</td><td>%.1f%%</td></tr>%n",
              escape(one.name()),
              one.quality().recall(),
              one.quality().ndcg(),
              100 * one.quality().coverage()));
    }
    html.append("</table>\n")
        .append(
            Chart.bars(
                comparison.lists().stream().map(RankingComparison.Ranked::name).toList(),
                comparison.lists().stream().map(one -> one.quality().ndcg()).toList()))
        .append(
            String.format(
                Locale.ROOT,
                "%n<p>NDCG@%d of the %d best items for %d users, who have %d test %s. The order"
                    + " \"model\" is the default of Recommend.</p>%n",
                top,
                top,
                comparison.users(),
                comparison.relevantRatings(),
                feedback.isImplicit()
                    ? "interactions"
                    : "ratings of at least " + comparison.threshold()));
  }

  private static void table(StringBuilder html, String heading, Map<String, String> rows) {
    html.append("<h2>").append(heading).append("</h2>\n<table>");
    rows.forEach((name, value) -> row(html, name, value));
    html.append("</table>\n");
  }

  private static void row(StringBuilder html, String name, String value) {
    html.append("<tr><th>").append(escape(name)).append("</th><td>");
    html.append(escape(value)).append("</td></tr>\n");
  }

  private static String rmse(double value) {
    return String.format(Locale.ROOT, "RMSE %.4f", value);
  }

  /** A text as HTML shows it. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
