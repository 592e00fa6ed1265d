package io.autorec.trainer.cli;

import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer evaluate MODEL RATINGS}. */
@Command(
    name = "evaluate",
    header = "Measures a published model on ratings that it was not shown.",
    sortOptions = false,
    description =
        "Measures a published model through ONNX Runtime on the ratings of a file that it was not shown. "
            + "The model is fed its training ratings; ratings it was trained or stopped on are not scored. On the "
            + "file it was trained from, these are the test ratings, and the report's own number comes out.",
    footer = {
      "",
      "What each number is, with formulas, stands in docs/accuracy.md under Ranking.",
      "",
      "  autorec-trainer evaluate models/films/1 ratings.csv",
      "  autorec-trainer evaluate models/films/1 ratings.csv --ranking --top 20"
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A version folder: <models>/<name>/<version>.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "RATINGS", description = "A ratings file.")
  private Path ratings = Path.of("");

  @ArgGroup(exclusive = false)
  private @Nullable RankingOptions ranking;

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (ranking != null) {
      ranking.check();
    }
    PrintWriter out = spec.commandLine().getOut();
    try (PublishedVersion version = PublishedVersion.open(model)) {
      RatingsFile file = RatingsReader.read(ratings, reading.toOptions());
      UnseenRatings unseen = UnseenRatings.of(file.table(), version.metadata(), version.history());
      if (unseen.heldOut().size() == 0) {
        throw new InputException(
            ratings + ": no rating that the model can be tested on (" + unseen.leftOut() + ")");
      }
      RankingComparison comparison =
          ranking == null ? null : new RankingComparison(version, unseen, ranking);
      PredictionError error = PredictionError.of(version.model(), unseen.input(), unseen.heldOut());
      out.println("model      " + version.description());
      out.println("ratings    " + error.ratings() + " scored; " + unseen.leftOut());
      out.println(String.format(Locale.ROOT, "RMSE       %.4f", error.rmse()));
      out.println(String.format(Locale.ROOT, "MAE        %.4f", error.mae()));
      out.println("cold       " + error.coldRatings() + " ratings answered by the fallback");
      if (comparison != null) {
        comparison.print(out);
      }
      return 0;
    }
  }
}
