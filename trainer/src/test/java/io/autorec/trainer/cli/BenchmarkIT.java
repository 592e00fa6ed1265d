package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.autorec.trainer.benchmark.BenchmarkTable;
import io.autorec.trainer.benchmark.SplitLists;
import io.autorec.trainer.benchmark.SplitResult;
import io.autorec.trainer.ranking.RankingQuality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkIT {
  @TempDir static Path folder;

  @BeforeAll
  static void writeSample() {
    assertEquals(0, AutorecTrainer.run("sample", folder.resolve("ratings.csv").toString()));
  }

  private static int run(String command, Path out, String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = command;
    arguments[1] = folder.resolve("ratings.csv").toString();
    arguments[2] = "--out";
    arguments[3] = out.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return AutorecTrainer.run(arguments);
  }

  @Test
  void benchmark_measuresEachRecipeOnEachSplit_andGoesOnWhereItStopped() throws Exception {
    Path recipe = folder.resolve("small.conf");
    Files.writeString(recipe, "orientation = user\nepochs = 2\nksize = 9\n");
    Path out = folder.resolve("benchmark");

    assertEquals(0, run("benchmark", out, "--recipes", recipe.toString(), "--splits", "1"));
    List<SplitResult> first = BenchmarkTable.read(out);
    assertEquals(0, run("benchmark", out, "--recipes", recipe.toString(), "--splits", "2"));
    List<SplitResult> both = BenchmarkTable.read(out);

    assertEquals(1, first.size());
    assertEquals(2, both.size());
    // Not measured again: even the seconds are the same.
    assertEquals(first.get(0), both.get(0));
    assertEquals(2, both.get(1).seed());
    assertTrue(Files.readString(out.resolve("benchmark.txt")).contains("small.conf"));
    assertTrue(Files.readString(out.resolve("benchmark.html")).contains("small.conf"));
  }

  @Test
  void benchmark_measuresTheListsThatTrainMeasures_onTheSameSplit() throws Exception {
    Path recipe = folder.resolve("lists.conf");
    Files.writeString(recipe, "orientation = item\nepochs = 2\nksize = 9\n");
    Path out = folder.resolve("lists");
    Path models = folder.resolve("models-of-lists");

    assertEquals(0, run("benchmark", out, "--recipes", recipe.toString(), "--splits", "1"));
    assertEquals(
        0,
        run(
            "train",
            models,
            "--config",
            recipe.toString(),
            "--name",
            "same",
            "--seed",
            "1",
            "--test-ratio",
            "0.1"));

    SplitLists lists = Objects.requireNonNull(BenchmarkTable.read(out).get(0).lists());
    JsonObject metrics =
        JsonParser.parseString(Files.readString(models.resolve("same/1/metrics.json")))
            .getAsJsonObject()
            .getAsJsonObject("lists");
    assertEquals(metrics.get("users").getAsInt(), lists.users());
    assertEquals(quality(metrics, "model"), lists.byChoice());
    assertEquals(quality(metrics, "most ratings"), lists.mostRatings());
    assertTrue(lists.byChoice().ndcg() > lists.mostRatings().ndcg(), lists.toString());
  }

  @Test
  void benchmark_measuresTheListsThatTrainMeasures_onInteractions() throws Exception {
    List<String> pairs =
        Files.readAllLines(folder.resolve("ratings.csv")).stream()
            .limit(30_000)
            .map(line -> line.split(",", -1))
            .map(fields -> fields[0] + "," + fields[1])
            .toList();
    Path clicks = Files.write(folder.resolve("clicks.csv"), pairs);
    Path out = folder.resolve("of-clicks");
    Path models = folder.resolve("models-of-clicks");

    for (String splits : List.of("2", "1")) {
      assertEquals(
          0,
          AutorecTrainer.run(
              "benchmark", clicks.toString(), "--out", out.toString(), "--splits", splits));
      String text = Files.readString(out.resolve("benchmark.txt"));
      assertTrue(text.startsWith("clicks.csv: 29999 interactions\n"), text);
      assertTrue(text.contains("\nchoice "), text);
      assertFalse(text.contains("RMSE") || text.contains("published by others"), text);
    }
    SplitResult first = BenchmarkTable.read(out).get(0);
    assertNull(first.rmse());
    assertEquals(
        0,
        AutorecTrainer.run("train", clicks.toString(), "--out", models.toString(), "--seed", "1"));

    JsonObject metrics =
        JsonParser.parseString(Files.readString(models.resolve("autorec/1/metrics.json")))
            .getAsJsonObject()
            .getAsJsonObject("lists");
    SplitLists lists = Objects.requireNonNull(first.lists());
    assertEquals(quality(metrics, "model"), lists.byChoice());
    assertEquals(quality(metrics, "most ratings"), lists.mostRatings());
  }

  @Test
  void benchmark_measuresListsOnATestFileOfInteractions_once() throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve("ratings.csv"));
    List<String> shown = new ArrayList<>();
    List<String> held = new ArrayList<>(List.of("userId,movieId"));
    for (int i = 0; i < 20_000; i++) {
      String[] fields = lines.get(i).split(",", -1);
      (i % 100 == 99 ? held : shown).add(fields[0] + "," + fields[1]);
    }
    Path training = Files.write(folder.resolve("shown-clicks.csv"), shown);
    Path test = Files.write(folder.resolve("held-clicks.csv"), held);
    Path out = folder.resolve("clicks-file-out");

    assertEquals(
        0,
        AutorecTrainer.run(
            "benchmark", training.toString(), "--test", test.toString(), "--out", out.toString()));

    assertEquals(1, BenchmarkTable.read(out).size());
    assertTrue(Objects.requireNonNull(BenchmarkTable.read(out).get(0).lists()).users() > 10);
  }

  private static RankingQuality quality(JsonObject metrics, String order) {
    for (JsonElement ranked : metrics.getAsJsonArray("lists")) {
      if (ranked.getAsJsonObject().get("name").getAsString().equals(order)) {
        return new Gson().fromJson(ranked.getAsJsonObject().get("quality"), RankingQuality.class);
      }
    }
    throw new AssertionError(order + " is not in " + metrics);
  }

  @Test
  void benchmark_leavesListsOut_whenToldTo_andMeasuresThemLater() throws Exception {
    Path recipe = folder.resolve("later.conf");
    Files.writeString(recipe, "orientation = user\nepochs = 1\nksize = 9\n");
    Path out = folder.resolve("later");
    String[] options = {"--recipes", recipe.toString(), "--splits", "1"};
    String[] without = {"--recipes", recipe.toString(), "--splits", "1", "--no-ranking"};

    assertEquals(0, run("benchmark", out, without));
    SplitResult first = BenchmarkTable.read(out).get(0);
    assertNull(first.lists());
    assertEquals(0, run("benchmark", out, options));
    SplitResult second = BenchmarkTable.read(out).get(0);
    assertNotNull(second.lists());
    assertEquals(first.rmse(), second.rmse());
    assertEquals(0, run("benchmark", out, without));
    assertEquals(second, BenchmarkTable.read(out).get(0));
  }

  @Test
  void benchmark_measuresListsOnATestFile_andNoneWithoutARelevantRating() throws Exception {
    Path recipe = folder.resolve("file.conf");
    Files.writeString(recipe, "orientation = item\nepochs = 1\nksize = 9\n");
    List<String> lines = Files.readAllLines(folder.resolve("ratings.csv"));
    List<String> shown = new ArrayList<>();
    List<String> held = new ArrayList<>(List.of(lines.get(0)));
    for (int i = 0; i < lines.size(); i++) {
      (i % 500 == 499 ? held : shown).add(lines.get(i));
    }
    Set<String> users =
        held.stream()
            .skip(1)
            .filter(line -> Double.parseDouble(line.split(",", -1)[2]) >= 4)
            .map(line -> line.split(",", -1)[0])
            .collect(Collectors.toSet());
    // Nothing can be listed for a user whom the training file lacks.
    held.add("nobody," + shown.get(1).split(",", -1)[1] + ",5,1");
    Path training = Files.write(folder.resolve("training.csv"), shown);
    Path test = Files.write(folder.resolve("test.csv"), held);
    Path low =
        Files.write(
            folder.resolve("low.csv"), List.of(lines.get(0), "nobody,7,1,1", "no one,9,2,1"));

    Path out = folder.resolve("file-out");
    assertEquals(0, testOn(test, training, out, recipe));
    SplitLists lists = Objects.requireNonNull(BenchmarkTable.read(out).get(0).lists());
    assertEquals(users.size(), lists.users());

    assertEquals(0, testOn(low, training, folder.resolve("low-out"), recipe));
    assertNull(BenchmarkTable.read(folder.resolve("low-out")).get(0).lists());
  }

  private static int testOn(Path test, Path training, Path out, Path recipe) {
    return AutorecTrainer.run(
        "benchmark",
        training.toString(),
        "--test",
        test.toString(),
        "--out",
        out.toString(),
        "--recipes",
        recipe.toString(),
        "--splits",
        "1");
  }

  @Test
  void benchmark_testsOnTheLatest_whenTheSplitIsByTime() throws Exception {
    Path recipe = folder.resolve("time.conf");
    Files.writeString(recipe, "orientation = user\nepochs = 1\nksize = 9\n");
    Path out = folder.resolve("time");
    String[] random = {"--recipes", recipe.toString(), "--splits", "1", "--no-ranking"};
    String[] time = {
      "--recipes", recipe.toString(), "--splits", "2", "--no-ranking", "--split", "time"
    };
    assertEquals(0, run("benchmark", out, random));
    SplitResult other = BenchmarkTable.read(out).get(0);
    assertEquals(0, run("benchmark", out, time));

    List<SplitResult> results = BenchmarkTable.read(out);
    // Both seeds have the same test part, and the results of random splits do not count.
    assertEquals(results.get(0).biasRmse(), results.get(1).biasRmse());
    assertNotEquals(other.biasRmse(), results.get(0).biasRmse());
    assertEquals(other.testRatings(), results.get(0).testRatings());
    String text = Files.readString(out.resolve("benchmark.txt"));
    assertTrue(text.contains("Tested on the latest 10% of the ratings; "), text);
    assertFalse(text.contains("published by others"), text);
  }

  @Test
  void benchmark_refuses_whenThereIsNoSuchRecipe() {
    assertEquals(2, run("benchmark", folder.resolve("none"), "--recipes", "best"));
    assertEquals(2, run("benchmark", folder.resolve("none"), "--splits", "0"));
    String test = folder.resolve("ratings.csv").toString();
    assertEquals(
        2, run("benchmark", folder.resolve("none"), "--test", test, "--test-ratio", "0.1"));
    assertEquals(
        2,
        run("benchmark", folder.resolve("none"), "--split", "time", "--timestamp-column", "none"));
  }

  @Test
  void benchmark_refuses_whenAFileIsInThePlaceOfItsFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    assertEquals(2, run("benchmark", file, "--recipes", "item", "--splits", "1"));
    assertEquals("kept", Files.readString(file));
  }

  @Test
  void tune_refuses_whenItsFileHoldsTheRatings() throws Exception {
    Path ratings = folder.resolve("ratings.csv");
    long size = Files.size(ratings);
    assertEquals(2, run("tune", ratings, "--minutes", "0.001", "-e", "1"));
    assertEquals(size, Files.size(ratings));
  }

  @Test
  void tune_writesOptionsThatTrainTakes() throws Exception {
    Path found = folder.resolve("found.conf");

    assertEquals(0, run("tune", found, "--minutes", "0.05", "-e", "3"));

    assertTrue(Files.readString(found).contains("orientation = item"));
    Path models = folder.resolve("models");
    assertEquals(0, run("train", models, "--config", found.toString(), "-k", "9"));
    assertEquals(2, run("tune", found, "--minutes", "0"));
  }
}
