package io.autorec.server.page;

import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.v1.Accuracy;
import io.autorec.v1.DataSummary;
import io.autorec.v1.ListQuality;
import io.autorec.v1.Manifest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * What the page says of a version.
 *
 * @param main true if it answers requests that name no model
 * @param marks its labels, and what is wrong with it
 * @param facts what it is, and how good
 */
record ModelCard(String name, long version, boolean main, List<String> marks, List<Fact> facts) {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  ModelCard {
    marks = List.copyOf(marks);
    facts = List.copyOf(facts);
  }

  /** A line of the card. */
  record Fact(String name, String value) {}

  /**
   * A choice of a version in the form.
   *
   * @param value what the form sends
   */
  record Option(String value, String label, boolean selected) {}

  static List<ModelCard> all(ModelCatalog catalog) {
    return catalog.all().stream().map(model -> of(model, catalog)).toList();
  }

  private static ModelCard of(LoadedModel model, ModelCatalog catalog) {
    List<String> marks = new ArrayList<>(catalog.labels(model));
    if (model.overwritten()) {
      marks.add("its files have changed");
    }
    return new ModelCard(
        model.name(), model.version(), catalog.isDefault(model), marks, facts(model));
  }

  private static List<Fact> facts(LoadedModel model) {
    Manifest manifest = model.metadata().manifest();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Kind", Words.kind(model)));
    facts.add(new Fact("Data", data(model, manifest.getData())));
    Accuracy accuracy = manifest.getAccuracy();
    if (accuracy.hasTestRmse()) {
      facts.add(new Fact("Test RMSE", Numbers.exact(accuracy.getTestRmse())));
    }
    if (accuracy.hasBiasTestRmse() && accuracy.hasGlobalMeanTestRmse()) {
      facts.add(
          new Fact(
              "Baselines",
              "%s by biases, %s by the mean"
                  .formatted(
                      Numbers.exact(accuracy.getBiasTestRmse()),
                      Numbers.exact(accuracy.getGlobalMeanTestRmse()))));
    }
    for (ListQuality lists : manifest.getRanking().getTestList()) {
      facts.add(
          new Fact(
              "Top " + lists.getTopN() + " by " + lists.getOrder(),
              "recall %s, NDCG %s, coverage %s"
                  .formatted(
                      Numbers.exact(lists.getRecall()),
                      Numbers.exact(lists.getNdcg()),
                      Numbers.percent(lists.getCoverage()))));
    }
    facts.add(new Fact("Trained", MINUTES.format(model.trainedAt())));
    facts.add(new Fact("Runs on", model.deviceLabel()));
    return facts;
  }

  private static String data(LoadedModel model, DataSummary data) {
    String size =
        "%s × %s"
            .formatted(
                Words.count(model.metadata().users().size(), "user"),
                Words.count(model.metadata().items().size(), "item"));
    return data.getRatings() == 0
        ? size
        : Words.count(
                data.getRatings(), model.metadata().implicitFeedback() ? "interaction" : "rating")
            + ", "
            + size;
  }

  /** The versions to choose from in the form. */
  static List<Option> options(ModelCatalog catalog, String chosen) {
    return catalog.all().stream()
        .map(
            model -> {
              String value = TryForm.choice(model.ref());
              return new Option(
                  value, Words.version(model) + ", " + Words.kind(model), value.equals(chosen));
            })
        .toList();
  }
}
