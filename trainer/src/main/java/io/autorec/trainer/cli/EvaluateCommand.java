package io.autorec.trainer.cli;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.ratings.InputException;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A version folder: <models>/<name>/<version>.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "RATINGS", description = "A ratings file.")
  private Path ratings = Path.of("");

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (OnnxModel onnx = OnnxModel.open(model)) {
      requireDigest(model, onnx.metadata(), ModelFormat.RATINGS_FILE);
      RatingHistory history =
          RatingHistory.fromBytes(
              Files.readAllBytes(model.resolve(ModelFormat.RATINGS_FILE)),
              onnx.metadata().users().size(),
              onnx.metadata().items().size());
      RatingsFile file = RatingsReader.read(ratings, reading.toOptions());
      UnseenRatings unseen = UnseenRatings.of(file.table(), onnx.metadata(), history);
      if (unseen.heldOut().size() == 0) {
        throw new InputException(
            ratings + ": no rating that the model can be tested on (" + unseen.leftOut() + ")");
      }
      PredictionError error = PredictionError.of(onnx, unseen.input(), unseen.heldOut());
      out.println("model      " + model + " (" + onnx.metadata().orientation() + "-based)");
      out.println("ratings    " + error.ratings() + " scored; " + unseen.leftOut());
      out.println(String.format(Locale.ROOT, "RMSE       %.4f", error.rmse()));
      out.println(String.format(Locale.ROOT, "MAE        %.4f", error.mae()));
      out.println("cold       " + error.coldRatings() + " ratings answered by the fallback");
      return 0;
    } catch (ModelFormatException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new InputException(e.getMessage() + ": missing (expected: a published version folder)");
    } catch (IOException e) {
      throw new InputException(model + ": " + e.getMessage());
    }
  }

  /** Refuses a file of a version that is not the one its manifest speaks of. */
  static void requireDigest(Path version, ModelMetadata metadata, String name) throws IOException {
    Path file = version.resolve(name);
    String found = Sha256.hex(Files.readAllBytes(file));
    String expected = metadata.manifest().getFileDigestsOrDefault(name, "missing");
    if (!found.equals(expected)) {
      throw new InputException(
          file + ": SHA-256 " + found + " (expected: the manifest's " + expected + ")");
    }
  }
}
