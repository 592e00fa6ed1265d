package io.autorec.trainer.cli;

import io.autorec.model.Orientation;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.settings.DefaultRecipe;
import io.autorec.trainer.settings.FactorChoice;
import io.autorec.trainer.settings.RecipeChoice;
import io.autorec.trainer.settings.SettingException;
import io.autorec.trainer.settings.TrainingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for {@link TrainingSettings}. */
final class TrainingOptions {
  @Option(
      names = "--orientation",
      paramLabel = "item|user",
      description =
          "item: a row is an item's ratings; most accurate, recommends to the users it was trained with. "
              + "user: a row is a user's ratings; also serves users it never saw. Default: ${DEFAULT-VALUE}.")
  private Orientation orientation = Orientation.ITEM;

  @Option(
      names = "--recipe",
      paramLabel = "auto|fixed",
      description =
          "auto: trains networks on raw ratings and on what the biases leave unexplained, follows a path of lambdas "
              + "from each, and takes the shares that do best on the validation ratings. Options that are given are "
              + "not chosen. fixed: one kind of network, and all choices by rule; half the work in training. Default: "
              + "${DEFAULT-VALUE}.")
  private RecipeChoice recipe = TrainingSettings.DEFAULTS.recipe();

  @Option(
      names = {"-e", "--epochs"},
      paramLabel = "N",
      description =
          "Passes over the training rows. Default: 60, or more where that is fewer than 800 steps.")
  private @Nullable Integer epochs;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "ROWS",
      description =
          "Rows in a mini-batch. Default: 128; for 896 training rows or fewer a 16th of them, at least 2, so "
              + "that an epoch has steps enough.")
  private @Nullable Integer batch;

  @Option(
      names = {"-l", "--lr"},
      paramLabel = "RATE",
      description =
          "Adam's first learning rate; decays along a cosine to 2%%. Default: ${DEFAULT-VALUE}.")
  private double learningRate = TrainingSettings.DEFAULTS.learningRate();

  @Option(
      names = {"-w", "--wd"},
      paramLabel = "LAMBDA",
      description =
          "The paper's lambda: the objective is 1/2 sum (r - h(r))^2 + lambda/2 (|V|^2 + |W|^2), the sum over "
              + "all observed training ratings, V and W the weight matrices (biases are not decayed); each "
              + "mini-batch takes its share of rows of the second term. Ratings are taken on a scale from 1 to 5 for "
              + "it, whatever their own. Default, with c the ratings of the average column: 0.87 c, from 20 to 200, "
              + "for raw ratings; centred by bias 10 sqrt(c) for user-based "
              + "models, 40 for item-based ones as dense as --centering says, and 15 for others.")
  private @Nullable Double weightDecay;

  @Option(
      names = {"-k", "--ksize"},
      paramLabel = "UNITS",
      description =
          "Hidden units. Default: "
              + DefaultRecipe.HIDDEN_UNITS
              + ", or fewer, which is said, where the heap cannot hold as many.")
  private @Nullable Integer hiddenUnits;

  @Option(
      names = "--hidden-activation",
      paramLabel = "NAME",
      description = "The paper's g: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private HiddenActivation hiddenActivation = TrainingSettings.DEFAULTS.hiddenActivation();

  @Option(
      names = "--output-activation",
      paramLabel = "NAME",
      description = "The paper's f: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private OutputActivation outputActivation = TrainingSettings.DEFAULTS.outputActivation();

  @Option(
      names = "--centering",
      paramLabel = "none|bias",
      description =
          "none: the network sees raw ratings. bias: it sees what the user and item biases leave unexplained. "
              + "Default: none for item-based models with 200 items or more, 50,000 training ratings or more, and 30 "
              + "or more for the average item (and wherever the output activation is a sigmoid); otherwise bias.")
  private @Nullable Centering centering;

  @Option(
      names = "--mask-encoder",
      paramLabel = "true|false",
      arity = "1",
      description =
          "Whether a second encoder matrix sees which entries are observed, whatever their rating; false for "
              + "the paper's network. Default: ${DEFAULT-VALUE}.")
  private boolean maskEncoder = TrainingSettings.DEFAULTS.maskEncoder();

  @Option(
      names = "--implicit-factors",
      paramLabel = "none|raw|residual|all",
      description =
          "The networks that also learn a vector for each row, as SVD++ does for each item; the columns that the row "
              + "observes share it. raw: networks that see raw ratings; residual: those of --centering bias. More "
              + "accurate on small data, at the same cost in serving; an epoch takes about twice as long, and runs on "
              + "the processor. Default: tried with --recipe auto where there are at most 500,000 training ratings "
              + "and 20,000 users and items; otherwise none.")
  private @Nullable FactorChoice implicitFactors;

  @Option(
      names = "--input-exponent",
      paramLabel = "E",
      description =
          "The encoders' input is multiplied by (n/m)^-E, n being a row's ratings and m their mean over the "
              + "rows, so that long rows do not saturate the hidden units; 0 for the paper's network. "
              + "Default: ${DEFAULT-VALUE}.")
  private double inputExponent = TrainingSettings.DEFAULTS.inputExponent();

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description =
          "Stop after so many epochs without a better validation RMSE. Default: 15, or more where that is fewer than "
              + "400 steps.")
  private @Nullable Integer patience;

  @Option(
      names = "--networks",
      paramLabel = "N",
      description =
          "Train N networks from different seeds and publish their mean, as one network with N times the "
              + "hidden units: more accurate, N times the work in training and serving. "
              + "Default: ${DEFAULT-VALUE}.")
  private int networks = TrainingSettings.DEFAULTS.networks();

  @Option(
      names = "--residual-share",
      paramLabel = "SHARE",
      description =
          "Where the networks see raw ratings (--centering none): train as many again that see what the "
              + "biases leave unexplained, and give them this share of the prediction, such as 0.25; 0: train none. "
              + "Default: chosen on the validation ratings; 0 with --recipe fixed.")
  private @Nullable Double residualShare;

  @Option(
      names = "--residual-wd",
      paramLabel = "LAMBDA",
      description =
          "Lambda of the networks of --residual-share. Default: as for -w with --centering bias.")
  private @Nullable Double residualWeightDecay;

  @Option(
      names = "--wd-path",
      paramLabel = "LAMBDA",
      split = ",",
      description =
          "Train on with these lambdas, each for an eighth of the epochs, from the best weights so far. Default: with "
              + "--recipe auto, and without -w, lambda is searched by a factor of 3.")
  private List<Double> weightDecayPath = List.of();

  @Option(
      names = "--residual-wd-path",
      paramLabel = "LAMBDA",
      split = ",",
      description = "The same for the networks of --residual-share.")
  private List<Double> residualWeightDecayPath = List.of();

  @Option(
      names = "--bias-share",
      paramLabel = "SHARE",
      description =
          "The share of the user and item biases alone in the prediction. Default: chosen on the validation ratings; 0 "
              + "with --recipe fixed.")
  private @Nullable Double biasShare;

  @Option(
      names = "--train-on-validation",
      paramLabel = "true|false",
      arity = "1",
      description =
          "Whether the networks are trained on, for an eighth of the epochs, with the validation ratings too, when "
              + "these have made all choices. Default: with --recipe auto where there are fewer than 100,000 ratings "
              + "to train on; false with --recipe fixed.")
  private @Nullable Boolean trainsOnValidation;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of the split, the first weights and the batches. Default: ${DEFAULT-VALUE}.")
  private long seed = TrainingSettings.DEFAULTS.seed();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = {
        "Threads on the processor; the result does not depend on them. Default: one for each core."
      })
  private @Nullable Integer threads;

  /** Threads to train with. */
  int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** The settings that these options ask for. */
  TrainingSettings toSettings() {
    try {
      return TrainingSettings.builder()
          .orientation(orientation)
          .recipe(recipe)
          .epochs(epochs)
          .batchSize(batch)
          .learningRate(learningRate)
          .weightDecay(weightDecay)
          .hiddenUnits(hiddenUnits)
          .hiddenActivation(hiddenActivation)
          .outputActivation(outputActivation)
          .centering(centering)
          .maskEncoder(maskEncoder)
          .implicitFactors(implicitFactors)
          .inputExponent(inputExponent)
          .patience(patience)
          .networks(networks)
          .residualShare(residualShare)
          .residualWeightDecay(residualWeightDecay)
          .weightDecayPath(weightDecayPath)
          .residualWeightDecayPath(residualWeightDecayPath)
          .biasShare(biasShare)
          .trainsOnValidation(trainsOnValidation)
          .seed(seed)
          .build();
    } catch (SettingException e) {
      throw new InputException(inOptions(e));
    }
  }

  /** Says what is wrong with a setting in the words of the options. */
  private static String inOptions(SettingException e) {
    String option =
        switch (e.setting()) {
          case EPOCHS -> "-e/--epochs";
          case BATCH_SIZE -> "-b/--batch";
          case LEARNING_RATE -> "-l/--lr";
          case HIDDEN_UNITS -> "-k/--ksize";
          case PATIENCE -> "--patience";
          case NETWORKS -> "--networks";
          case RESIDUAL_SHARE -> "--residual-share";
          case RESIDUAL_WEIGHT_DECAY -> "--residual-wd";
          case WEIGHT_DECAY_PATH -> "--wd-path and --residual-wd-path";
          case BIAS_SHARE -> "--bias-share";
          case INPUT_EXPONENT -> "--input-exponent";
          case WEIGHT_DECAY -> "-w/--wd";
          case OUTPUT_ACTIVATION -> "--output-activation";
        };
    String expected =
        e.expected()
            .replaceFirst("^>", "a number >")
            .replaceFirst("^0 to", "from 0 to")
            .replace("output activation", "--output-activation")
            .replace("centering", "--centering");
    String value = option.equals("-l/--lr") ? e.value().replaceFirst("\\.0$", "") : e.value();
    return option + ": " + value + " (expected: " + expected + ")";
  }
}
