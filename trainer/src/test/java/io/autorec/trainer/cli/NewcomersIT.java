package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.foldin.FoldIn;
import io.autorec.foldin.FoldInFile;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.trainer.evaluation.Newcomer;
import io.autorec.trainer.evaluation.NewcomerError;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.offline.PublishedVersion;
import io.autorec.trainer.offline.UnseenRatings;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that a model was not trained with, on the bundled sample. */
class NewcomersIT {
  private static final int ONE_IN = 20;

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws Exception {
    assertEquals(0, AutorecTrainer.run("sample", file("ratings.csv")));
    leaveOut(line -> line.substring(0, line.indexOf(',')), "known.csv", "new.csv");
    assertEquals(0, train("films"));
  }

  /** Two files of the sample: one without some users, or items, and one with these alone. */
  private static void leaveOut(UnaryOperator<String> id, String without, String alone)
      throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve("ratings.csv"));
    List<String> known = new ArrayList<>(List.of(lines.get(0)));
    List<String> strangers = new ArrayList<>(known);
    for (String line : lines.subList(1, lines.size())) {
      boolean stranger = id.apply(line).hashCode() % ONE_IN == 0;
      (stranger ? strangers : known).add(line);
    }
    Files.write(folder.resolve(without), known);
    Files.write(folder.resolve(alone), strangers);
  }

  private static int train(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", file("known.csv")));
    arguments.addAll(List.of("--device", "cpu", "--out", file("models"), "--name", name));
    arguments.addAll(List.of(more));
    return AutorecTrainer.run(arguments.toArray(new String[0]));
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static Path version(String name) {
    return folder.resolve("models").resolve(name).resolve("1");
  }

  private static List<Newcomer> newcomers(OnnxModel model, int given) throws Exception {
    return Newcomer.of(
        RatingsReader.read(folder.resolve("new.csv"), ReadOptions.defaults()).table(),
        model.metadata(),
        Orientation.USER,
        given,
        1);
  }

  private static FoldIn foldIn(OnnxModel model) throws Exception {
    return FoldInFile.fromBytes(
        Files.readAllBytes(version("films").resolve(ModelFormat.FOLD_IN_FILE)),
        model.metadata().items().size(),
        model.metadata().users().size());
  }

  @Test
  void newcomers_arePredictedBetterThanByBiases_andTheBetterTheMoreIsKnown() throws Exception {
    try (OnnxModel model = OnnxModel.open(version("films"))) {
      RatingHistory history =
          RatingHistory.fromBytes(
              Files.readAllBytes(version("films").resolve(ModelFormat.RATINGS_FILE)),
              model.metadata().users().size(),
              model.metadata().items().size());
      List<Double> errors = new ArrayList<>();
      for (int given : new int[] {0, 10, Integer.MAX_VALUE}) {
        NewcomerError error =
            NewcomerError.of(
                told -> model.predictNewcomer(Orientation.USER, told),
                newcomers(model, given),
                UnseenRatings.matrix(model.metadata(), history.training(), Orientation.ITEM),
                model.metadata().scale());
        assertTrue(error.ratings() > 100, "ratings " + error.ratings());
        errors.add(error.rmse());
        if (given > 10) {
          assertTrue(error.rmse() < error.biasRmse() - 0.01, error.toString());
        }
      }
      assertTrue(errors.get(1) < errors.get(0) && errors.get(2) < errors.get(1), "" + errors);
    }
  }

  @Test
  void newcomers_areScoredByTheGraphAsByTheFit() throws Exception {
    try (OnnxModel model = OnnxModel.open(version("films"))) {
      FoldIn foldIn = foldIn(model);
      for (Newcomer newcomer : newcomers(model, 30).subList(0, 10)) {
        float[] column = foldIn.fit(newcomer.given().positions(), newcomer.given().values());
        float[] expected = new float[foldIn.rows()];
        for (int item = 0; item < expected.length; item++) {
          expected[item] = foldIn.predict(column, item);
        }
        assertArrayEquals(
            expected, model.predictNewcomer(Orientation.USER, newcomer.given()), 1e-4f);
      }
    }
  }

  @Test
  void knownUsers_areScoredAsBefore_whenNothingElseIsKept() throws Exception {
    try (OnnxModel model = OnnxModel.open(version("films"))) {
      Newcomer newcomer = newcomers(model, 30).get(0);
      float[] before = model.userScores(new long[] {0, 7});
      model.keepKnownUsers();
      assertArrayEquals(before, model.userScores(new long[] {0, 7}));
      assertThrows(
          ModelFormatException.class,
          () -> model.predictNewcomer(Orientation.USER, newcomer.given()));
    }
  }

  @Test
  void newItems_arePredictedBetterThanByBiases_byAUserBasedModel() throws Exception {
    leaveOut(
        line -> line.substring(line.indexOf(',') + 1, line.indexOf(',', line.indexOf(',') + 1)),
        "known-items.csv",
        "new-items.csv");
    assertEquals(
        0,
        AutorecTrainer.run(
            "train",
            file("known-items.csv"),
            "--orientation",
            "user",
            "--device",
            "cpu",
            "--out",
            file("models"),
            "--name",
            "by-user"));
    try (PublishedVersion version = PublishedVersion.open(version("by-user"))) {
      ModelMetadata metadata = version.metadata();
      List<Newcomer> items =
          Newcomer.of(
              RatingsReader.read(folder.resolve("new-items.csv"), ReadOptions.defaults()).table(),
              metadata,
              Orientation.ITEM,
              Integer.MAX_VALUE,
              1);
      NewcomerError error =
          NewcomerError.of(
              told -> version.model().predictNewcomer(Orientation.ITEM, told),
              items,
              UnseenRatings.matrix(metadata, version.history().training(), Orientation.USER),
              metadata.scale());
      assertTrue(items.size() > 10 && error.ratings() > 200, items.size() + " items");
      assertTrue(error.rmse() < error.biasRmse() - 0.02, error.toString());
    }
  }

  @Test
  void command_measuresThem_andRefusesWhatHasNone() {
    String model = version("films").toString();
    assertEquals(0, AutorecTrainer.run("evaluate-newcomers", model, file("new.csv")));
    assertEquals(2, AutorecTrainer.run("evaluate-newcomers", model, file("known.csv")));
    assertEquals(
        2, AutorecTrainer.run("evaluate-newcomers", model, file("new.csv"), "--given", "-1"));
  }

  @Test
  void model_hasNoFoldIn_whereItsOutputIsNotLinear() {
    assertEquals(
        0,
        train(
            "sigmoid",
            "-e",
            "2",
            "-k",
            "10",
            "--output-activation",
            "sigmoid",
            "--centering",
            "none",
            // Without a floor: biases have a linear output.
            "--validation-ratio",
            "0"));
    assertFalse(Files.exists(version("sigmoid").resolve(ModelFormat.FOLD_IN_FILE)));
    assertEquals(
        2,
        AutorecTrainer.run("evaluate-newcomers", version("sigmoid").toString(), file("new.csv")));
  }
}
