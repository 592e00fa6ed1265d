package io.autorec.trainer.run;

import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.GivenSplit;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsFileBuilder;
import io.autorec.trainer.report.DataProfile;
import io.autorec.trainer.report.RunReportBuilder;
import io.autorec.trainer.scale.ScaleChoice;
import io.autorec.trainer.settings.DefaultRecipe;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.times.RatingTimes;
import io.autorec.trainer.training.TrainingDevice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run trains on and how, decided before it begins and recorded when it is published.
 *
 * @param file the ratings file as it was read, with titles where there are some; its table also has
 *     the ratings of the test file, if there is one
 * @param test the test file as it was read; null if the test part is one of the ratings file
 * @param method which ratings are held out
 * @param split the training, validation and test part
 * @param prepared the parts as matrices, and the hyper-parameters; of a run on interactions, those
 *     of a network that nobody trains
 * @param testRatio the share of the ratings to test on
 * @param validationRatio the share of the remaining ratings to validate on
 * @param device where to train
 */
public record TrainingPlan(
    RatingsFile file,
    @Nullable RatingsFile test,
    SplitMethod method,
    RatingSplit split,
    PreparedData prepared,
    double testRatio,
    double validationRatio,
    TrainingDevice device) {

  /**
   * Splits the ratings and decides what the settings leave open.
   *
   * @param file the ratings file
   * @param test the test file; null if there is none
   */
  static TrainingPlan of(
      RunSettings settings, RatingsFile file, @Nullable RatingsFile test, TrainingDevice device) {
    double testRatio = settings.testRatio();
    double validationRatio = validationRatio(settings, file);
    SplitMethod method = settings.split();
    method.requireTimes(file);
    RatingSplit split;
    try {
      split = method.split(file, testRatio, validationRatio, settings.training().seed());
    } catch (InputException e) {
      throw new InputException(
          "--test-ratio: %s with --validation-ratio %s: %s"
              .formatted(testRatio, validationRatio, e.getMessage()));
    }
    TrainingSettings training =
        file.feedback().isImplicit() ? settings.training().withoutNetwork() : settings.training();
    // The times have served.
    RatingsFileBuilder all = RatingsFileBuilder.builder(file).times(RatingTimes.NOT_KEPT);
    if (test != null) {
      GivenSplit given = GivenSplit.of(file.table(), file.unrated(), test.table());
      all.table(given.table()).unrated(given.unrated());
      all.scale(given.table().scale(settings.reading().scale()));
      split = given.with(split);
    }
    PreparedData prepared = PreparedData.of(all.table(), all.scale().scale(), split, training);
    return new TrainingPlan(
        all.build(), test, method, split, prepared, testRatio, validationRatio, device);
  }

  /** The plan of the same parts with other settings of training. */
  TrainingPlan with(TrainingSettings training) {
    return new TrainingPlan(
        file, test, method, split, prepared.with(training), testRatio, validationRatio, device);
  }

  private static double validationRatio(RunSettings settings, RatingsFile file) {
    Double chosen = settings.validationRatio();
    if (chosen != null) {
      return chosen;
    }
    int remaining = (int) (file.table().size() * (1 - settings.testRatio()));
    return file.feedback().isImplicit()
        ? DefaultRecipe.validationRatioOfInteractions(remaining)
        : DefaultRecipe.validationRatio(remaining);
  }

  /** Returns true if the run trains on interactions: it fits a ranking head, and no network. */
  public boolean isImplicit() {
    return file.feedback().isImplicit();
  }

  /** The ratings. */
  public RatingTable table() {
    return file.table();
  }

  /** The ratings by their use, and the pairs without a rating. */
  RatingHistory history() {
    return split.history(file.table(), file.unrated());
  }

  /**
   * The parts that lists are measured on. Where the test part is not a random one, users and items
   * without a training rating are common, and nothing can be listed for them.
   *
   * @param history of this plan
   */
  RatingHistory historyOfLists(RatingHistory history) {
    return test == null && method == SplitMethod.RANDOM
        ? history
        : split.ofKnown(table()).history(table(), file.unrated());
  }

  /** The meaning of a row. */
  public Orientation orientation() {
    return prepared.orientation();
  }

  /** The hyper-parameters of the networks. */
  public HyperParameters hyper() {
    return prepared.hyper();
  }

  /** The shape of the data and the split, by name, in reading order. */
  Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("file", file.fileName());
    data.put("sha256", file.sha256());
    data.put("users", Integer.toString(table().users().size()));
    data.put("items", Integer.toString(table().items().size()));
    String noun = file.feedback().noun();
    data.put(noun, Integer.toString(table().size()));
    if (!isImplicit()) {
      data.put("rating scale", file.scale().told());
    }
    data.put("repeated pairs", Long.toString(file.repeatedPairs()));
    if (file.unrated().size() > 0) {
      data.put("interactions without a rating", Integer.toString(file.unrated().size()));
    }
    data.put("skipped rows", Long.toString(file.skippedRows()));
    if (test != null) {
      data.put("test file", test.fileName());
      data.put("test file sha256", test.sha256());
    }
    data.put("training " + noun, Integer.toString(split.training().length));
    data.put("validation " + noun, Integer.toString(split.validation().length));
    data.put("test " + noun, Integer.toString(split.test().length));
    return data;
  }

  /**
   * What a report says of the run before it begins. Results are still to come.
   *
   * @param name the model's name
   */
  RunReportBuilder report(String name) {
    String kind = isImplicit() ? "interactions" : orientation() + "-based";
    return RunReportBuilder.builder()
        .name(name)
        .title("AutoRec, " + kind + ", on " + file.fileName())
        .feedback(file.feedback())
        .orientation(orientation())
        .scale(prepared.transform().scale())
        .settings(settings())
        .data(data())
        .profile(DataProfile.of(file))
        .epochs(List.of())
        .trials(List.of())
        .examples(List.of());
  }

  /** Every setting, by the name of its option, in reading order. */
  Map<String, String> settings() {
    return settings(hyper());
  }

  /**
   * The same with other hyper-parameters.
   *
   * @param hyper those of this plan, or what the run has made of them
   */
  Map<String, String> settings(HyperParameters hyper) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (isImplicit()) {
      settings.put("feedback", "interactions, " + file.feedback().reason());
    } else {
      putNetwork(settings, hyper);
    }
    if (file.scale().origin() == ScaleChoice.Origin.GIVEN) {
      settings.put("scale", ScaleChoice.option(file.scale().scale()));
    }
    settings.put("seed", Long.toString(hyper.seed()));
    settings.put("split", method.toString());
    if (test == null) {
      settings.put("test-ratio", Double.toString(testRatio));
    } else {
      settings.put("test", test.fileName());
    }
    settings.put("validation-ratio", Double.toString(validationRatio));
    if (!isImplicit()) {
      settings.put("device", device.toString());
    }
    return settings;
  }

  /**
   * A file for {@code --config} with all choices made.
   *
   * @param hyper what the run has made of its hyper-parameters
   */
  String recipe(HyperParameters hyper) {
    StringBuilder recipe = new StringBuilder();
    recipe.append("# How this version was trained, for train --config. Nothing is chosen anew.\n");
    recipe.append("recipe = fixed\n");
    Map<String, String> options = new LinkedHashMap<>();
    putNetwork(options, hyper);
    options.forEach((name, value) -> recipe.append(name + " = " + value + "\n"));
    return recipe.append("seed = " + hyper.seed() + "\n").toString();
  }

  private void putNetwork(Map<String, String> settings, HyperParameters hyper) {
    settings.put("orientation", orientation().label());
    settings.put("ksize", Integer.toString(hyper.hiddenUnits()));
    settings.put("hidden-activation", hyper.hiddenActivation().toString());
    settings.put("output-activation", hyper.outputActivation().toString());
    settings.put("centering", hyper.centering().toString());
    settings.put("mask-encoder", Boolean.toString(hyper.maskEncoder()));
    settings.put("implicit-factors", hyper.implicitFactors().toString());
    settings.put("input-exponent", Double.toString(hyper.inputExponent()));
    settings.put("lr", Double.toString(hyper.learningRate()));
    settings.put("wd", Double.toString(hyper.weightDecay()));
    putPath(settings, "wd-path", hyper.weightDecayPath());
    settings.put("batch", Integer.toString(hyper.batchSize()));
    settings.put("epochs", Integer.toString(hyper.epochs()));
    settings.put("patience", Integer.toString(hyper.patience()));
    settings.put("networks", Integer.toString(hyper.networks()));
    if (hyper.kinds() > 1) {
      settings.put("residual-wd", Double.toString(hyper.residualWeightDecay()));
      putPath(settings, "residual-wd-path", hyper.residualWeightDecayPath());
    }
    settings.put("residual-share", Double.toString(hyper.residualShare()));
    settings.put("bias-share", Double.toString(hyper.biasShare()));
    settings.put("train-on-validation", Boolean.toString(hyper.trainsOnValidation()));
  }

  private static void putPath(Map<String, String> settings, String name, List<Double> lambdas) {
    if (!lambdas.isEmpty()) {
      settings.put(name, lambdas.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
  }

  /** Everything that must be the same to continue a stopped run. */
  String fingerprint() {
    int unrated = file.unrated().size();
    return file.sha256()
        + " "
        + (test == null ? "" : "and " + test.sha256() + " ")
        + table().size()
        + (unrated == 0 ? " " : " and " + unrated + " without ratings ")
        + settings()
        + " "
        + hyper().selection();
  }
}
