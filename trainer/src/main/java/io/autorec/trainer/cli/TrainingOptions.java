package io.autorec.trainer.cli;

import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ratings.InputException;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HiddenActivation;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.OutputActivation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The recipe, as options. */
final class TrainingOptions {
  /** From how many training ratings in the average row raw ratings train better than residuals. */
  static final double DENSE_ROW = 30;

  @Option(
      names = "--orientation",
      paramLabel = "item|user",
      defaultValue = "item",
      description = {
        "item: a row is an item's ratings; most accurate, recommends to the users it was trained with.",
        "user: a row is a user's ratings; also serves users it never saw. Default: ${DEFAULT-VALUE}."
      })
  Orientation orientation = Orientation.ITEM;

  @Option(
      names = {"-e", "--epochs"},
      paramLabel = "N",
      defaultValue = "60",
      description = "Passes over the training rows. Default: ${DEFAULT-VALUE}.")
  int epochs;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "ROWS",
      defaultValue = "256",
      description = "Rows in a mini-batch. Default: ${DEFAULT-VALUE}.")
  int batch;

  @Option(
      names = {"-l", "--lr"},
      paramLabel = "RATE",
      defaultValue = "0.002",
      description =
          "Adam's first learning rate; decays along a cosine to 2%%. Default: ${DEFAULT-VALUE}.")
  double learningRate;

  @Option(
      names = {"-w", "--wd"},
      paramLabel = "LAMBDA",
      description = {
        "The paper's lambda: the objective is 1/2 sum (r - h(r))^2 + lambda/2 (|V|^2 + |W|^2), the sum over",
        "all observed training ratings, V and W the weight matrices (biases are not decayed); each",
        "mini-batch takes its share of rows of the second term. Default: 100, but 20 for item-based models",
        "centred by bias."
      })
  @Nullable Double weightDecay;

  @Option(
      names = {"-k", "--ksize"},
      paramLabel = "UNITS",
      defaultValue = "500",
      description = "Hidden units. Default: ${DEFAULT-VALUE}.")
  int hiddenUnits;

  @Option(
      names = "--hidden-activation",
      paramLabel = "NAME",
      defaultValue = "sigmoid",
      description = "The paper's g: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  HiddenActivation hiddenActivation = HiddenActivation.SIGMOID;

  @Option(
      names = "--output-activation",
      paramLabel = "NAME",
      defaultValue = "identity",
      description = "The paper's f: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  OutputActivation outputActivation = OutputActivation.IDENTITY;

  @Option(
      names = "--centering",
      paramLabel = "none|bias",
      description = {
        "none: the network sees raw ratings. bias: it sees what the user and item biases leave unexplained.",
        "Default: none for item-based models whose items have 30 training ratings or more on average (and",
        "wherever the output activation is a sigmoid), otherwise bias."
      })
  @Nullable Centering centering;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      defaultValue = "15",
      description =
          "Stop after so many epochs without a better validation RMSE. Default: ${DEFAULT-VALUE}.")
  int patience;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of the split, the first weights and the batches. Default: ${DEFAULT-VALUE}.")
  long seed;

  /** Fills in what depends on the data. */
  HyperParameters toHyperParameters(RatingMatrix training) {
    Centering chosen = centering;
    if (chosen == null) {
      boolean dense = (double) training.size() / training.observedRows().length >= DENSE_ROW;
      boolean raw =
          outputActivation == OutputActivation.SIGMOID
              || (orientation == Orientation.ITEM && dense);
      chosen = raw ? Centering.NONE : Centering.BIAS;
    }
    Double lambda = weightDecay;
    if (lambda == null) {
      lambda = orientation == Orientation.ITEM && chosen == Centering.BIAS ? 20.0 : 100.0;
    }
    try {
      return new HyperParameters(
          hiddenUnits,
          hiddenActivation,
          outputActivation,
          chosen,
          learningRate,
          lambda,
          batch,
          epochs,
          patience,
          seed);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  /** Refuses numbers that no data could make right, before any data is read. */
  void check() {
    positive("-e/--epochs", epochs);
    positive("-b/--batch", batch);
    positive("-l/--lr", learningRate);
    positive("-k/--ksize", hiddenUnits);
    positive("--patience", patience);
    Double lambda = weightDecay;
    if (lambda != null && !(lambda >= 0 && Double.isFinite(lambda))) {
      throw new InputException("-w/--wd: " + lambda + " (expected: a number >= 0)");
    }
    if (outputActivation == OutputActivation.SIGMOID && centering == Centering.BIAS) {
      throw new InputException(
          "--output-activation: sigmoid (expected: identity with --centering bias)");
    }
  }

  private static void positive(String option, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      String shown = value == Math.rint(value) ? Long.toString((long) value) : "" + value;
      throw new InputException(option + ": " + shown + " (expected: a number > 0)");
    }
  }
}
