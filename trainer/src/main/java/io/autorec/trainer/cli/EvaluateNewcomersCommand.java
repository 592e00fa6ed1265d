package io.autorec.trainer.cli;

import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.Newcomer;
import io.autorec.trainer.evaluation.NewcomerError;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
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
      index = "1",
      paramLabel = "RATINGS",
      description = "A ratings file with users, or items, that the model was not trained with.")
  private Path ratings = Path.of("");

  @Option(
      names = "--of",
      paramLabel = "KIND",
      defaultValue = "user",
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
      defaultValue = "1",
      description = "Seed of what is hidden. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (given < 0) {
      throw new ParameterException(
          spec.commandLine(), "--given: " + given + " (expected: at least 0)");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (PublishedVersion version = PublishedVersion.open(model)) {
      ModelMetadata metadata = version.metadata();
      RatingsFile file = RatingsReader.read(ratings, reading.toOptions());
      List<Newcomer> newcomers = Newcomer.of(file.table(), metadata, of, given, seed);
      if (newcomers.isEmpty()) {
        throw new InputException(
            ratings
                + (of == Orientation.USER
                    ? ": no user that the model does not know, with at least two ratings of items"
                        + " that it knows"
                    : ": no item that the model does not know, with at least two ratings by users"
                        + " that it knows"));
      }
      RatingMatrix training =
          UnseenRatings.matrix(metadata, version.history().training(), of.other());
      NewcomerError error =
          NewcomerError.of(
              told -> version.model().predictNewcomer(of, told),
              newcomers,
              training,
              metadata.scale());
      long told =
          newcomers.stream().mapToLong(newcomer -> newcomer.given().positions().length).sum();
      out.println("model      " + version.description());
      out.println(
          String.format(
              Locale.ROOT,
              "newcomers  %d, known by %d ratings (%.1f each)",
              newcomers.size(),
              told,
              (double) told / newcomers.size()));
      out.println("ratings    " + error.ratings() + " hidden and predicted");
      out.println(String.format(Locale.ROOT, "RMSE       %.4f", error.rmse()));
      out.println(String.format(Locale.ROOT, "bias       %.4f (user+item bias)", error.biasRmse()));
      return 0;
    } catch (ModelFormatException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }
}
