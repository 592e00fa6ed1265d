package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.autorec.model.ModelFormat;
import io.autorec.trainer.inference.OnnxModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Few rows of many ratings each, with default options. */
class FewRowsIT {
  @TempDir Path folder;

  /** What came of a training. */
  private record Outcome(int epoch, double rmse, double biases, String centering) {}

  private Outcome train(Path file, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("train", file.toString(), "--device", "cpu"));
    arguments.addAll(List.of("--out", folder.toString()));
    arguments.addAll(List.of(more));
    assertEquals(0, AutorecTrainer.run(arguments.toArray(String[]::new)));
    Path version = folder.resolve("autorec/1");
    JsonObject metrics =
        JsonParser.parseString(Files.readString(version.resolve(ModelFormat.METRICS_FILE)))
            .getAsJsonObject();
    try (OnnxModel model = OnnxModel.open(version)) {
      return new Outcome(
          metrics.get("bestEpoch").getAsInt(),
          metrics.getAsJsonObject("test").get("rmse").getAsDouble(),
          metrics.getAsJsonObject("baselines").get("bias").getAsDouble(),
          model.metadata().manifest().getHyperParameters().getCentering());
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 800, item", "40, 300, item", "300, 40, user"})
  void train_isClearlyBetterThanTheBiases_whereThereIsSomethingToLearn(
      int items, int users, String orientation) throws Exception {
    Path file = DenseRatings.write(folder.resolve("r.csv"), items, users, 1, -10, 1);

    Outcome outcome = train(file, "--orientation", orientation);

    assertTrue(outcome.rmse < 0.9 * outcome.biases, outcome::toString);
  }

  @ParameterizedTest
  @CsvSource({"none, 1, 0", "none, 2, 0", "none, 1, 0.3", "bias, 1, 0"})
  void train_publishesTheBiases_whereThereIsNothingElse(
      String centering, String networks, String share) throws Exception {
    Path file = DenseRatings.write(folder.resolve("r.csv"), 40, 300, 0, -10, 2);

    Outcome outcome =
        train(
            file,
            "--centering",
            centering,
            "--networks",
            networks,
            "--residual-share",
            share,
            "-k",
            "40");

    assertEquals(0, outcome.epoch);
    assertEquals("bias", outcome.centering);
    assertEquals(outcome.biases, outcome.rmse, 1e-4);
  }

  @Test
  void train_publishesTheBiases_whereRawRatingsAreNotLearned() throws Exception {
    Path file = DenseRatings.write(folder.resolve("r.csv"), 40, 300, 1, -10, 3);

    Outcome outcome = train(file, "--centering", "none", "-e", "3");

    assertEquals(0, outcome.epoch);
    assertEquals(outcome.biases, outcome.rmse, 1e-4);
  }
}
