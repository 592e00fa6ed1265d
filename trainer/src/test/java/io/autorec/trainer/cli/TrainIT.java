package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.autorec.model.ModelFormat;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.v1.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a user runs it, on the bundled sample. */
class TrainIT {
  @TempDir static Path folder;

  @BeforeAll
  static void writeSample() {
    assertEquals(0, AutorecTrainer.run("sample", folder.resolve("ratings.csv").toString()));
  }

  private static int train(String... more) {
    Stream<String> arguments =
        Stream.of(
            "train",
            folder.resolve("ratings.csv").toString(),
            "--titles",
            folder.resolve("titles.csv").toString(),
            "--device",
            "cpu");
    return AutorecTrainer.run(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
  }

  private static JsonObject metrics(Path version) throws Exception {
    return JsonParser.parseString(Files.readString(version.resolve(ModelFormat.METRICS_FILE)))
        .getAsJsonObject();
  }

  @ParameterizedTest
  @ValueSource(strings = {"item", "user"})
  void train_publishesAVersionThatBeatsTheBiases(String orientation) throws Exception {
    Path models = folder.resolve("models");
    assertEquals(
        0, train("--out", models.toString(), "--name", orientation, "--orientation", orientation));

    Path version = models.resolve(orientation).resolve("1");
    JsonObject metrics = metrics(version);
    double rmse = metrics.getAsJsonObject("test").get("rmse").getAsDouble();
    double bias = metrics.getAsJsonObject("baselines").get("bias").getAsDouble();
    assertTrue(rmse < bias - 0.02, rmse + " against " + bias);
    assertTrue(Files.readString(version.resolve(ModelFormat.REPORT_FILE)).contains("<svg"));
    try (OnnxModel model = OnnxModel.open(version)) {
      assertEquals(orientation, model.metadata().orientation().label());
      assertEquals(rmse, model.metadata().manifest().getAccuracy().getTestRmse(), 1e-12);
      assertFalse(model.metadata().items().title(0).isEmpty());
    }
    assertEquals(
        0,
        AutorecTrainer.run(
            "evaluate", version.toString(), folder.resolve("ratings.csv").toString()));
  }

  @Test
  void train_writesTheSameFiles_whenTheSeedIsTheSame() throws Exception {
    Path models = folder.resolve("twice");
    assertEquals(0, train("--out", models.toString(), "-e", "3", "-k", "40"));
    assertEquals(0, train("--out", models.toString(), "-e", "3", "-k", "40"));

    for (String file : new String[] {ModelFormat.RATINGS_FILE, ModelFormat.USER_SCORES_FILE}) {
      assertArrayEquals(
          Files.readAllBytes(models.resolve("autorec/1").resolve(file)),
          Files.readAllBytes(models.resolve("autorec/2").resolve(file)),
          file);
    }
  }

  @Test
  void train_publishesAMix_whoseExportIsWhatWasTested() throws Exception {
    Path models = folder.resolve("mix");
    // Without validation ratings, or else so short a training would come to the biases.
    String[] mix = {
      "--residual-share",
      "0.3",
      "-k",
      "30",
      "-e",
      "8",
      "--validation-ratio",
      "0",
      "--out",
      models.toString()
    };
    assertEquals(
        0,
        train(
            Stream.concat(Stream.of("--centering", "none"), Stream.of(mix))
                .toArray(String[]::new)));

    Path version = models.resolve("autorec/1");
    double rmse = metrics(version).getAsJsonObject("test").get("rmse").getAsDouble();
    try (OnnxModel model = OnnxModel.open(version)) {
      assertEquals(60, model.metadata().manifest().getHyperParameters().getHiddenUnits());
      assertEquals(rmse, model.metadata().manifest().getAccuracy().getTestRmse(), 1e-12);
    }
    assertEquals(
        0,
        AutorecTrainer.run(
            "evaluate", version.toString(), folder.resolve("ratings.csv").toString()));
    assertEquals(
        2,
        train(
            Stream.concat(Stream.of("--centering", "bias"), Stream.of(mix))
                .toArray(String[]::new)));
  }

  @ParameterizedTest
  @CsvSource({"item", "user"})
  void train_publishesBytes_whoseLossAndAccuracyItTells(String orientation) throws Exception {
    Path models = folder.resolve("int8-" + orientation);
    String[] options = {
      "--orientation", orientation, "-k", "30", "-e", "8", "--out", models.toString()
    };
    assertEquals(0, train(options));
    assertEquals(0, train(with(options, "--quantize", "int8")));

    Path exact = models.resolve("autorec/1");
    Path bytes = models.resolve("autorec/2");
    try (OnnxModel model = OnnxModel.open(bytes);
        OnnxModel float32 = OnnxModel.open(exact)) {
      Manifest manifest = model.metadata().manifest();
      assertEquals("int8", manifest.getQuantization().getWeights());
      assertFalse(float32.metadata().manifest().hasQuantization());
      assertEquals("int8", setting(bytes, "weights"));
      assertEquals("float32", setting(exact, "weights"));
      double rise =
          manifest.getAccuracy().getValidationRmse()
              - float32.metadata().manifest().getAccuracy().getValidationRmse();
      assertEquals(rise, manifest.getQuantization().getValidationRmseRise(), 1e-9);
      assertTrue(rise <= 0.001, () -> "rise " + rise);
      assertEquals(
          metrics(bytes).getAsJsonObject("test").get("rmse").getAsDouble(),
          manifest.getAccuracy().getTestRmse(),
          1e-12);
      assertNotEquals(
          float32.metadata().manifest().getAccuracy().getTestRmse(),
          manifest.getAccuracy().getTestRmse());
    }
    assertTrue(
        Files.size(bytes.resolve("model.onnx")) < 0.7 * Files.size(exact.resolve("model.onnx")));
  }

  @Test
  void config_setsOptions_andTheCommandLineGoesFirst() throws Exception {
    Path config = folder.resolve("recipe.properties");
    Files.writeString(config, "# short\nepochs = 2\nksize = 7\n");
    Path models = folder.resolve("configured");
    assertEquals(0, train("--out", models.toString(), "-k", "40", "--config", config.toString()));

    JsonObject settings = metrics(models.resolve("autorec/1")).getAsJsonObject("settings");
    assertEquals("2", settings.get("epochs").getAsString());
    assertEquals("40", settings.get("ksize").getAsString());

    Files.writeString(config, "epoch = 2\n");
    assertEquals(2, train("--out", models.toString(), "-k", "40", "--config", config.toString()));
  }

  @Test
  void train_scalesWithTheRatings() throws Exception {
    Path percent = folder.resolve("percent.csv");
    Files.write(
        percent,
        Files.readAllLines(folder.resolve("ratings.csv")).stream()
            .map(
                line -> {
                  String[] fields = line.split(",", -1);
                  return fields[2].equals("rating")
                      ? line
                      : fields[0]
                          + ","
                          + fields[1]
                          + ","
                          + 20 * Float.parseFloat(fields[2])
                          + ","
                          + fields[3];
                })
            .toList());
    Path models = folder.resolve("scales");
    for (String orientation : new String[] {"item", "user"}) {
      String[] recipe = {
        "-e", "3", "-k", "30", "--orientation", orientation, "--name", orientation
      };
      assertEquals(0, train(with(recipe, "--out", models.resolve("stars").toString())));
      assertEquals(
          0,
          AutorecTrainer.run(
              with(
                  recipe,
                  "train",
                  percent.toString(),
                  "--out",
                  models.resolve("percent").toString())));
      double stars = testRmse(models.resolve("stars").resolve(orientation).resolve("1"));
      double percents = testRmse(models.resolve("percent").resolve(orientation).resolve("1"));
      assertEquals(20 * stars, percents, 0.02);
    }
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(more), Stream.of(some)).toArray(String[]::new);
  }

  private static String setting(Path version, String name) throws Exception {
    return metrics(version).getAsJsonObject("settings").get(name).getAsString();
  }

  private static double testRmse(Path version) throws Exception {
    return metrics(version).getAsJsonObject("test").get("rmse").getAsDouble();
  }

  @Test
  void evaluate_refuses_whenTheRatingsAreOfAnotherVersion() throws Exception {
    Path models = folder.resolve("mixed");
    assertEquals(0, train("--out", models.toString(), "-e", "1", "-k", "5"));
    assertEquals(0, train("--out", models.toString(), "-e", "1", "-k", "5", "--seed", "9"));
    Files.copy(
        models.resolve("autorec/2").resolve(ModelFormat.RATINGS_FILE),
        models.resolve("autorec/1").resolve(ModelFormat.RATINGS_FILE),
        StandardCopyOption.REPLACE_EXISTING);

    assertEquals(
        2,
        AutorecTrainer.run(
            "evaluate",
            models.resolve("autorec/1").toString(),
            folder.resolve("ratings.csv").toString()));
  }

  @Test
  void train_publishesTheBiases_whenThereIsNothingToLearn_andTakesAnyId() throws Exception {
    StringBuilder noise = new StringBuilder("userId,movieId,rating\n");
    Random random = new Random(3);
    for (int user = 0; user < 20; user++) {
      for (int item = 0; item < 30; item++) {
        noise.append("\uD83D\uDC64").append(user).append(",\uD83C\uDFAC").append(item);
        noise.append(',').append(1 + random.nextInt(5)).append('\n');
      }
    }
    Path file = folder.resolve("noise.csv");
    Files.writeString(file, noise);
    Path models = folder.resolve("noise");

    assertEquals(0, AutorecTrainer.run("train", file.toString(), "--out", models.toString()));

    JsonObject metrics = metrics(models.resolve("autorec/1"));
    double bias = metrics.getAsJsonObject("baselines").get("bias").getAsDouble();
    assertTrue(testRmse(models.resolve("autorec/1")) <= bias + 1e-6);
    try (OnnxModel model = OnnxModel.open(models.resolve("autorec/1"))) {
      assertEquals("\uD83C\uDFAC0", model.metadata().items().id(0));
    }
  }
}
