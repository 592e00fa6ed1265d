package io.autorec.trainer.report;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.page.Charts;
import io.autorec.trainer.page.Figures;
import io.autorec.trainer.page.HtmlText;
import io.autorec.trainer.ranking.RankingComparison;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The report as one self-contained page: {@code report.html}. It has no script, loads nothing, and
 * is the same for the same run.
 */
public final class HtmlReport {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy"
       content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>%s</title>
      <style>
      %s</style></head><body>
      """;

  private final RunReport report;
  private final HtmlText html = new HtmlText();

  private HtmlReport(RunReport report) {
    this.report = report;
  }

  /** The text of the file. */
  public static String of(RunReport report) {
    return new HtmlReport(report).page();
  }

  private String page() {
    html.html("<h1><bdi>" + HtmlText.escape(report.title()) + "</bdi></h1>");
    html.note("Model " + report.name() + ": the report of its training.");
    tiles();
    if (report.isBiases() && !report.epochs().isEmpty()) {
      html.paragraph(
          "What was trained is not clearly better than the user and item biases on the validation"
              + " ratings: the model is these biases.");
    }
    errors();
    if (report.lists() != null) {
      lists(report.lists());
    }
    examples();
    if (!report.epochs().isEmpty()) {
      new LearningCurves(report).appendTo(html);
    }
    if (!report.trials().isEmpty()) {
      trials();
    }
    data();
    settings();
    String body = html.end();
    return HEAD.formatted(HtmlText.escape(report.title()), style()) + body + "</body></html>\n";
  }

  private static String style() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers that a reader looks for first. */
  private void tiles() {
    StringBuilder tiles = new StringBuilder("<dl class=\"tiles\">");
    PredictionError test = report.test();
    RunReport.Baselines baselines = report.baselines();
    if (test != null && baselines != null) {
      tile(
          tiles,
          "test RMSE",
          Figures.error(test.rmse()),
          "biases " + Figures.error(baselines.bias()));
      tile(tiles, "test MAE", Figures.error(test.mae()), "");
    }
    RankingComparison lists = report.lists();
    if (lists != null && !lists.lists().isEmpty()) {
      RankingComparison.Ranked first = lists.lists().get(0);
      int top = lists.settings().top();
      tile(
          tiles,
          "NDCG@" + top,
          Figures.error(first.quality().ndcg()),
          "Recall@%d %s".formatted(top, Figures.error(first.quality().recall())));
    }
    for (String name : List.of("users", "items", report.feedback().noun())) {
      String value = report.data().get(name);
      if (value != null) {
        tile(tiles, name, Figures.data(name, value), "");
      }
    }
    html.html(tiles.append("</dl>").toString());
  }

  private static void tile(StringBuilder tiles, String name, String value, String below) {
    tiles
        .append("<div><dt>")
        .append(HtmlText.escape(name))
        .append("</dt><dd>")
        .append(HtmlText.escape(value));
    if (!below.isEmpty()) {
      tiles.append("<small>").append(HtmlText.escape(below)).append("</small>");
    }
    tiles.append("</dd></div>");
  }

  private void errors() {
    PredictionError test = report.test();
    RunReport.Baselines baselines = report.baselines();
    if (test == null || baselines == null) {
      return;
    }
    html.section("Error on held-out ratings");
    String model = report.isBiases() ? "the model: biases" : "AutoRec, epoch " + report.bestEpoch();
    List<List<String>> rows = new ArrayList<>();
    rows.add(HtmlText.cells(model, Figures.error(test.rmse()), Figures.error(test.mae())));
    rows.add(HtmlText.cells("user + item bias", Figures.error(baselines.bias()), ""));
    rows.add(HtmlText.cells("global mean", Figures.error(baselines.globalMean()), ""));
    if (test.hasBoth()) {
      rows.add(
          HtmlText.cells("the model, known users and items", Figures.error(test.knownRmse()), ""));
    }
    html.numbers(List.of("", "RMSE", "MAE"), rows);
    html.note(
        ("Of %s test ratings, %s are cold: the user or the item has no training rating. They were"
                + " hidden from the model's input, and nothing was chosen on them.")
            .formatted(Figures.count(test.ratings()), Figures.count(test.coldRatings())));
    html.heading("Prediction less rating");
    html.chart(
        () ->
            Charts.histogram(
                "How many test ratings the prediction exceeds by how much",
                "errors",
                test.histogram(),
                -PredictionError.RANGE,
                PredictionError.BIN,
                "prediction less rating"));
  }

  private void lists(RankingComparison comparison) {
    int top = comparison.settings().top();
    html.section("Quality of lists");
    html.numbers(
        List.of("order", "Recall@" + top, "NDCG@" + top, "coverage"),
        comparison.lists().stream()
            .map(
                one ->
                    HtmlText.cells(
                        one.name(),
                        Figures.error(one.quality().recall()),
                        Figures.error(one.quality().ndcg()),
                        Figures.percent(one.quality().coverage())))
            .toList());
    Map<String, String> key = new LinkedHashMap<>();
    key.put("first", "Recall@" + top);
    key.put("second", "NDCG@" + top);
    html.key(key);
    html.chart(
        () ->
            Charts.bars(
                "Recall and NDCG of each order",
                "lists",
                comparison.lists().stream().map(RankingComparison.Ranked::name).toList(),
                comparison.lists().stream().map(one -> one.quality().recall()).toList(),
                comparison.lists().stream().map(one -> one.quality().ndcg()).toList()));
    html.note(
        ("The %d best items for %s users, who have %s test %s. Coverage is the share of all items"
                + " that are in at least one list. The order \"model\" is the default of Recommend.")
            .formatted(
                top,
                Figures.count(comparison.users()),
                Figures.count(comparison.relevantRatings()),
                report.feedback().isImplicit()
                    ? "interactions"
                    : "ratings of at least " + Figures.number(comparison.threshold())));
  }

  private void examples() {
    if (report.examples().isEmpty()) {
      return;
    }
    boolean isImplicit = report.feedback().isImplicit();
    String noun = report.feedback().noun();
    html.section("Users and their lists");
    html.note(
        "A user with few %s, one with a usual number, and one with many, each with what the model was shown and what"
                .formatted(noun)
            + " it recommends. Hidden is what the user gave an item in the test part.");
    for (ExampleUser user : report.examples()) {
      html.heading("User %s: %s %s".formatted(user.id(), Figures.count(user.ratings()), noun));
      html.html("<div class=\"grid\"><div>");
      html.texts(
          isImplicit ? List.of("chosen") : List.of("highest rated", "rating"),
          user.highest().stream()
              .map(
                  one ->
                      isImplicit
                          ? HtmlText.cells(one.item())
                          : HtmlText.cells(one.item(), Figures.number(one.rating())))
              .toList());
      html.html("</div><div>");
      html.texts(
          isImplicit
              ? List.of("recommended", "hidden")
              : List.of("recommended", "predicted", "hidden"),
          user.list().stream().map(one -> listed(one, isImplicit)).toList());
      html.html("</div></div>");
    }
  }

  private static List<String> listed(ExampleUser.Listed one, boolean isImplicit) {
    List<String> cells = new ArrayList<>(List.of(one.item()));
    if (!isImplicit) {
      Float predicted = one.predicted();
      cells.add(predicted == null ? "" : String.format(Locale.ROOT, "%.1f", predicted));
    }
    Float hidden = one.hidden();
    cells.add(hidden == null ? "" : isImplicit ? "chosen" : Figures.number(hidden));
    return cells;
  }

  private void trials() {
    html.section("What was tried");
    html.numbers(
        List.of("training", "starts", "centering", "lambda", "validation RMSE", ""),
        report.trials().stream().map(HtmlReport::trial).toList());
    Choices.told(report).forEach(html::paragraph);
  }

  private static List<String> trial(TrialResult trial) {
    Double rmse = trial.validationRmse();
    return HtmlText.cells(
        Integer.toString(trial.network()),
        trial.isWarm() ? "from the best of its kind" : "anew",
        trial.centering() + (trial.implicitFactors() ? ", implicit factors" : ""),
        Figures.number(trial.weightDecay()),
        rmse == null ? "-" : Figures.error(rmse),
        trial.isTaken() ? "taken" : "");
  }

  private void data() {
    html.section("Data");
    Map<String, String> facts = new LinkedHashMap<>();
    report.data().forEach((name, value) -> facts.put(name, Figures.data(name, value)));
    DataProfile profile = report.profile();
    if (!profile.times().isEmpty()) {
      facts.put("times", profile.times());
    }
    html.facts(facts);
    if (!report.feedback().isImplicit() && !profile.counts().isEmpty()) {
      html.heading("How often each rating was given");
      html.chart(
          () -> Charts.counts("How often each rating was given", "counts", profile.counts()));
    }
    html.heading("Items with the most " + report.feedback().noun());
    html.numbers(
        List.of("item", report.feedback().noun()),
        profile.mostRated().stream()
            .map(one -> HtmlText.cells(one.item(), Figures.count(one.ratings())))
            .toList());
  }

  private void settings() {
    html.section("Settings");
    Map<String, String> facts = new LinkedHashMap<>();
    report.settings().forEach((name, value) -> facts.put(name, Figures.setting(value)));
    html.facts(facts);
    if (!report.feedback().isImplicit()) {
      html.note("recipe.conf has them in full, for train --config.");
    }
  }
}
