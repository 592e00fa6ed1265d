package io.autorec.trainer.report;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.page.Charts;
import io.autorec.trainer.page.Figures;
import io.autorec.trainer.page.HtmlText;
import io.autorec.trainer.page.Ink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The errors of each training by epoch, with the baselines as lines. All charts have the same y
 * axis. It ends a little above the global mean: what is worse is not worth the room.
 */
final class LearningCurves {
  private static final int MOST_CHARTS = 24;

  private final RunReport report;
  private final List<List<EpochResult>> trainings;
  private final RunReport.@Nullable Baselines baselines;

  LearningCurves(RunReport report) {
    this.report = report;
    this.trainings =
        report.epochs().stream()
            .map(EpochResult::network)
            .distinct()
            .sorted()
            .map(this::of)
            .toList();
    this.baselines =
        report.validationBaselines() == null ? report.baselines() : report.validationBaselines();
  }

  private List<EpochResult> of(int training) {
    return report.epochs().stream().filter(epoch -> epoch.network() == training).toList();
  }

  /** Appends the section. */
  void appendTo(HtmlText html) {
    html.section("RMSE by epoch");
    html.key(key());
    boolean isSingle = trainings.size() == 1;
    html.html(isSingle ? "<div>" : "<div class=\"grid\">");
    for (List<EpochResult> epochs : trainings.subList(0, Math.min(MOST_CHARTS, trainings.size()))) {
      int network = epochs.get(0).network();
      html.html("<div>");
      if (!isSingle) {
        html.heading(name(network));
      }
      html.chart(() -> chart(network, epochs, !isSingle));
      html.html("</div>");
    }
    html.html("</div>");
    if (trainings.size() > MOST_CHARTS) {
      html.note((trainings.size() - MOST_CHARTS) + " more trainings are in metrics.json.");
    }
    html.note(
        hasValidation()
            ? "Training error is measured on ratings that the model is fed. Validation error is"
                + " not, and decides which epoch is published."
            : "Training error is measured on ratings that the model is fed. Nothing was held out to"
                + " choose the epoch by: the last one is published.");
  }

  private Map<String, String> key() {
    Map<String, String> key = new LinkedHashMap<>();
    key.put("first", "training");
    if (hasValidation()) {
      key.put("second", "validation");
    }
    if (baselines != null) {
      String on = report.validationBaselines() == null ? " on the test ratings" : "";
      key.put("biases", "user + item bias" + on + ", " + Figures.error(baselines.bias()));
      key.put("mean", "global mean" + on + ", " + Figures.error(baselines.globalMean()));
    }
    return key;
  }

  private String name(int network) {
    Optional<TrialResult> trial =
        report.trials().stream().filter(one -> one.network() == network).findFirst();
    return network
        + trial
            .map(
                one ->
                    ". centering %s%s, lambda %s%s"
                        .formatted(
                            one.centering(),
                            one.implicitFactors() ? ", implicit factors" : "",
                            Figures.number(one.weightDecay()),
                            one.isTaken() ? ", taken" : ""))
            .orElse("");
  }

  private boolean hasValidation() {
    return report.epochs().get(0).validationRmse() != null;
  }

  private String chart(int network, List<EpochResult> epochs, boolean isSmall) {
    List<Charts.Curve> curves = new ArrayList<>();
    curves.add(new Charts.Curve(Ink.FIRST, epochs.stream().map(EpochResult::trainRmse).toList()));
    if (hasValidation()) {
      curves.add(
          new Charts.Curve(
              Ink.SECOND,
              epochs.stream()
                  .map(EpochResult::validationRmse)
                  .map(Objects::requireNonNull)
                  .toList()));
    }
    List<Charts.Level> levels =
        baselines == null
            ? List.of()
            : List.of(
                new Charts.Level(Ink.BIASES, baselines.bias()),
                new Charts.Level(Ink.MEAN, baselines.globalMean()));
    double lowest = errors().min().orElse(0);
    double highest = errors().max().orElse(1);
    if (baselines != null) {
      lowest = Math.min(lowest, baselines.bias());
      double top = baselines.globalMean() + 0.15 * (baselines.globalMean() - lowest);
      // A curve that is all above the mean is worth seeing.
      highest = bestOfWorst() < top ? top : Math.max(top, highest);
    }
    double margin = 0.05 * (highest - lowest);
    return Charts.curves(
        "RMSE of training %d by epoch".formatted(network),
        "training-" + network,
        curves,
        levels,
        Math.max(0, lowest - margin),
        highest + margin,
        isSmall);
  }

  private DoubleStream errors() {
    return report.epochs().stream()
        .flatMap(
            epoch ->
                epoch.validationRmse() == null
                    ? Stream.of(epoch.trainRmse())
                    : Stream.of(epoch.trainRmse(), epoch.validationRmse()))
        .mapToDouble(error -> error)
        .filter(Double::isFinite);
  }

  /** The largest of the trainings' least errors. */
  private double bestOfWorst() {
    return trainings.stream()
        .mapToDouble(
            epochs ->
                epochs.stream()
                    .mapToDouble(
                        epoch ->
                            epoch.validationRmse() == null
                                ? epoch.trainRmse()
                                : epoch.validationRmse())
                    .min()
                    .orElse(0))
        .max()
        .orElse(0);
  }
}
