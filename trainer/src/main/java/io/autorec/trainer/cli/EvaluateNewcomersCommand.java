package io.autorec.trainer.cli;

import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.NewcomerError;
import io.autorec.trainer.offline.NewcomerEvaluation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer evaluate-newcomers}. */
@Command(
    name = "evaluate-newcomers",
    sortOptions = false,
    header = "Measures a published model on users, or items, that it does not know.",
    description =
        "Measures a published model, through ONNX Runtime, on the users of a file that it does not know, or on "
            + "the items: of each one's ratings a tenth, and at least one, are hidden and predicted from the "
            + "others. Users are fed to a user-based model, and fitted by an item-based one (fold-in); items "
            + "the other way round.",
    mixinStandardHelpOptions = true)
final class EvaluateNewcomersCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A version folder: <models>/<name>/<version>.")
  private Path model = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "RATINGS",
      arity = "0..*",
      description = "Ratings files with users, or items, that the model was not trained with.")
  private List<Path> ratings = List.of();

  @Option(
      names = "--of",
      paramLabel = "KIND",
      description = "user or item: what is new. Default: ${DEFAULT-VALUE}.")
  private Orientation of = Orientation.USER;

  @Option(
      names = "--given",
      paramLabel = "N",
      description = "Tell the model at most so many ratings of each. Default: all others.")
  private int given = Integer.MAX_VALUE;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of what is hidden. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (given < 0) {
      throw new ParameterException(
          spec.commandLine(), "--given: " + given + " (expected: at least 0)");
    }
    NewcomerEvaluation evaluation =
        NewcomerEvaluation.of(model, reading.source(ratings), reading.toOptions(), of, given, seed);
    PrintWriter out = spec.commandLine().getOut();
    NewcomerError error = evaluation.error();
    out.println("model      " + evaluation.model());
    out.printf(
        Locale.ROOT,
        "newcomers  %d, known by %d ratings (%.1f each)%n",
        evaluation.newcomers(),
        evaluation.givenRatings(),
        (double) evaluation.givenRatings() / evaluation.newcomers());
    out.println("ratings    " + error.ratings() + " hidden and predicted");
    out.printf(Locale.ROOT, "RMSE       %.4f%n", error.rmse());
    out.printf(Locale.ROOT, "bias       %.4f (user+item bias)%n", error.biasRmse());
    return 0;
  }
}
