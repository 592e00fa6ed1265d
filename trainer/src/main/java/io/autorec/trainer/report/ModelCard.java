package io.autorec.trainer.report;

import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.page.Figures;
import io.autorec.trainer.ranking.RankingComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The model card: {@code README.md}. It says what the model is, what it was trained on, how good it
 * is, what it can do, and how to use it.
 */
public final class ModelCard {
  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry(ModelFormat.MODEL_FILE, "the network, with manifest and ids in its metadata"),
          Map.entry(ModelFormat.USER_SCORES_FILE, "scores of all items for known users"),
          Map.entry(ModelFormat.FOLD_IN_FILE, "fits new columns to their ratings"),
          Map.entry(ModelFormat.FOLD_IN_SCORES_FILE, "scores at fitted columns"),
          Map.entry(ModelFormat.RANKING_FILE, "the ranking head: lists by choice"),
          Map.entry(ModelFormat.RATINGS_FILE, "the data, by user and by part"),
          Map.entry(ModelFormat.METRICS_FILE, "every number of the training, for programs"),
          Map.entry(ModelFormat.REPORT_FILE, "the report of the training, with charts"),
          Map.entry(ModelFormat.RECIPE_FILE, "the options that were chosen, for train --config"),
          Map.entry(ModelFormat.CARD_FILE, "this page"));

  private final RunReport report;
  private final boolean isImplicit;
  private final Markdown card = new Markdown();

  private ModelCard(RunReport report) {
    this.report = report;
    this.isImplicit = report.feedback().isImplicit();
  }

  /**
   * The text of the file.
   *
   * @param files the names of the version's files
   */
  public static String of(RunReport report, Set<String> files) {
    return CardHead.of(report) + new ModelCard(report).body(files);
  }

  private String body(Set<String> files) {
    card.heading(1, report.name());
    card.markdown(Markdown.escape(report.title()) + ". " + kind());
    results();
    abilities();
    use();
    data();
    training();
    card.heading(2, "Files");
    card.table(
        List.of("file", "content"),
        files.stream().map(name -> List.of(name, FILES.getOrDefault(name, ""))).toList());
    card.markdown(
        "`"
            + ModelFormat.RATINGS_FILE
            + "`, `"
            + ModelFormat.REPORT_FILE
            + "` and the metadata of `"
            + ModelFormat.MODEL_FILE
            + "` hold ids, titles and "
            + report.feedback().noun()
            + " of the training data. Publish them only if you may publish the data.");
    return card.toString();
  }

  private String kind() {
    if (isImplicit) {
      return "A ranking head, fitted to interactions without ratings: it ranks items by what users"
          + " chose. `model.onnx` has no weights, and carries the metadata.";
    }
    if (report.isBiases()) {
      return "No network was clearly better than the user and item biases: the model is these"
          + " biases.";
    }
    return report.orientation() == Orientation.ITEM
        ? "An autoencoder (AutoRec) that reconstructs the ratings of one item by all users."
        : "An autoencoder (AutoRec) that reconstructs the ratings of one user.";
  }

  private void results() {
    card.heading(2, "Results");
    PredictionError test = report.test();
    RunReport.Baselines baselines = report.baselines();
    RankingComparison lists = report.lists();
    if (test != null && baselines != null) {
      card.markdown(
          "On %s hidden ratings, %s of them of users or items without a training rating:"
              .formatted(Figures.count(test.ratings()), Figures.count(test.coldRatings())));
      card.table(
          List.of("", "RMSE", "MAE"),
          List.of(
              List.of("this model", Figures.error(test.rmse()), Figures.error(test.mae())),
              List.of("user + item bias", Figures.error(baselines.bias()), ""),
              List.of("global mean", Figures.error(baselines.globalMean()), "")));
    }
    if (lists != null) {
      int top = lists.settings().top();
      card.markdown(
          "Lists of %d for %s users, against %s hidden %s%s:"
              .formatted(
                  top,
                  Figures.count(lists.users()),
                  Figures.count(lists.relevantRatings()),
                  report.feedback().noun(),
                  isImplicit ? "" : " of at least " + Figures.number(lists.threshold())));
      card.table(
          List.of("order", "Recall@" + top, "NDCG@" + top, "coverage"),
          lists.lists().stream()
              .map(
                  one ->
                      List.of(
                          one.name(),
                          Figures.error(one.quality().recall()),
                          Figures.error(one.quality().ndcg()),
                          Figures.percent(one.quality().coverage())))
              .toList());
    }
    if (test == null && lists == null) {
      card.markdown("Nothing was held out to test on.");
    }
  }

  private void abilities() {
    card.heading(2, "What it can and cannot do");
    List<String> points = new ArrayList<>();
    points.add("**Known users**, by id: lists" + (isImplicit ? "." : " and predicted ratings."));
    if (isImplicit) {
      points.add("**New users**: lists from the items that the call names as chosen.");
      points.add("**New items**: not until the next training.");
      points.add("It predicts no ratings, since it saw none.");
    } else {
      boolean isItem = report.orientation() == Orientation.ITEM;
      points.add(
          "**New users**: "
              + (isItem
                  ? fitted(
                      "lists and predictions from the ratings in the call, to which they are"
                          + " fitted")
                  : "lists and predictions from the ratings in the call, which the network is fed")
              + ".");
      points.add(
          "**New items**: "
              + (isItem
                  ? "`Predict` takes an item's ratings, but is poor below a few hundred of them;"
                      + " lists do not have them until the next training"
                  : fitted("`Predict` takes an item's ratings, to which it is fitted"))
              + ".");
      points.add(
          "**Cold users and items** of the data, without a training rating, are predicted from the"
              + " mean and the biases. Check such predictions before you rely on them.");
    }
    points.add(
        "It knows nothing but who "
            + (isImplicit ? "chose" : "rated")
            + " what: no content, no context, no time. What few users "
            + (isImplicit ? "chose" : "rated")
            + " is recommended rarely, or badly.");
    card.points(points);
  }

  private String fitted(String how) {
    return report.fitsNew() ? how : "not by this version, which has no fold-in";
  }

  private void use() {
    card.heading(2, "Use");
    card.markdown(
        "The server wants the folder as `MODELS/%s/VERSION`, VERSION a whole number."
            .formatted(report.name()));
    String rating =
        isImplicit ? "--rating ITEM" : "--rating ITEM=" + Figures.number(report.scale().max());
    List<String> commands = new ArrayList<>();
    commands.add("autorec-server --models MODELS");
    commands.add(
        "autorec-client recommend --model %s --user USER --top 10".formatted(report.name()));
    if (isImplicit || report.fitsNew() || report.orientation() == Orientation.USER) {
      commands.add("autorec-client recommend --model %s %s".formatted(report.name(), rating));
    }
    commands.add(
        "autorec-trainer recommend MODELS/%s/VERSION --output lists.csv".formatted(report.name()));
    card.commands(commands.toArray(String[]::new));
  }

  private void data() {
    card.heading(2, "Data");
    List<List<String>> rows = new ArrayList<>();
    report.data().forEach((name, value) -> rows.add(List.of(name, Figures.data(name, value))));
    if (!report.profile().times().isEmpty()) {
      rows.add(List.of("times", report.profile().times()));
    }
    card.table(List.of("", ""), rows);
    if (!isImplicit) {
      card.table(
          List.of("rating", "how often"),
          report.profile().counts().size() > 20
              ? List.of(List.of(report.profile().counts().size() + " different ones", ""))
              : report.profile().counts().entrySet().stream()
                  .map(
                      entry ->
                          List.of(Figures.number(entry.getKey()), Figures.count(entry.getValue())))
                  .toList());
    }
    card.table(
        List.of("item", report.feedback().noun()),
        report.profile().mostRated().stream()
            .map(one -> List.of(one.item(), Figures.count(one.ratings())))
            .toList());
  }

  private void training() {
    card.heading(2, "Training");
    Choices.told(report).forEach(told -> card.markdown(Markdown.escape(told)));
    @Nullable Double rmse = report.validationRmse();
    if (!report.trials().isEmpty() && rmse != null && report.trials().size() > 1) {
      card.markdown(
          "`report.html` shows each of the %d trainings.".formatted(report.trials().size()));
    }
    card.table(
        List.of("option", "value"),
        report.settings().entrySet().stream()
            .map(entry -> List.of(entry.getKey(), Figures.setting(entry.getValue())))
            .toList());
  }
}
