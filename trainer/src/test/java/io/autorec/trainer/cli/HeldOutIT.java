package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.autorec.model.ModelFormat;
import io.autorec.trainer.offline.PublishedVersion;
import io.autorec.v1.DataSummary;
import io.autorec.v1.Split;
import io.autorec.v1.SplitMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ratings that {@code train} holds out: those of a file, and the latest. */
class HeldOutIT {
  private static final int HELD = 1_000;

  @TempDir static Path folder;

  /** The lines of the sample, without the header. */
  private static List<String[]> rows = List.of();

  @BeforeAll
  static void writeFiles() throws Exception {
    Path sample = folder.resolve("sample.csv");
    assertEquals(0, AutorecTrainer.run("sample", sample.toString()));
    rows = Files.readAllLines(sample).stream().skip(1).map(line -> line.split(",", -1)).toList();
    List<String> training = new ArrayList<>(List.of("userId,movieId,rating,timestamp"));
    List<String> held = new ArrayList<>(training);
    for (int i = 0; i < rows.size(); i++) {
      boolean isHeld = i % (rows.size() / HELD) == 0 && held.size() < HELD - 1;
      (isHeld ? held : training).add(String.join(",", rows.get(i)));
    }
    held.add("nobody," + rows.get(1)[1] + ",1.0,1");
    held.add("nobody,nothing,5.0,1");
    Files.write(folder.resolve("training.csv"), training);
    Files.write(folder.resolve("held.csv"), held);
    held.set(1, held.get(1).replaceFirst(",[0-9.]+,([0-9]+)$", ",2.5,$1"));
    Files.write(folder.resolve("changed.csv"), held);
  }

  private static TrainerProcess run(TrainerProcess.Fault fault, String... arguments)
      throws Exception {
    return TrainerProcess.run(folder, List.of(), fault, arguments);
  }

  private static TrainerProcess train(String ratings, String name, String... more)
      throws Exception {
    Stream<String> usual =
        Stream.of("train", ratings, "--name", name, "--device", "cpu", "-k", "20", "-e", "6");
    return run(process -> {}, Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
  }

  private static JsonObject metrics(String name) throws Exception {
    Path version = folder.resolve("models").resolve(name).resolve("1");
    return JsonParser.parseString(Files.readString(version.resolve(ModelFormat.METRICS_FILE)))
        .getAsJsonObject();
  }

  @Test
  void train_testsOnTheFile_andSaysWhichItIs() throws Exception {
    TrainerProcess run = train("training.csv", "given", "--test", "held.csv");
    assertEquals(0, run.status(), run.lines().toString());
    assertTrue(run.hasLine("held.csv: 1000 ratings of "), run.lines().toString());
    assertTrue(run.hasLine("1000 to test (held.csv); on cpu"), run.lines().toString());

    JsonObject metrics = metrics("given");
    JsonObject test = metrics.getAsJsonObject("test");
    assertEquals(1_000, test.get("ratings").getAsInt());
    assertTrue(test.get("coldRatings").getAsInt() >= 2, test.toString());
    assertTrue(metrics.has("lists"), metrics.toString());
    assertEquals("held.csv", metrics.getAsJsonObject("data").get("test file").getAsString());
    String report =
        Files.readString(folder.resolve("models/given/1").resolve(ModelFormat.REPORT_FILE));
    assertTrue(report.contains("held.csv"), report);
    try (PublishedVersion version = PublishedVersion.open(folder.resolve("models/given/1"))) {
      Split split = version.metadata().manifest().getSplit();
      DataSummary file = split.getTestFile();
      assertEquals("held.csv", file.getFileName());
      assertEquals(1_000, file.getRatings());
      assertEquals(
          metrics.getAsJsonObject("data").get("test file sha256").getAsString(), file.getSha256());
      assertEquals(1_000, split.getTestRatings());
      assertEquals(0, split.getTestRatio());
      assertEquals(SplitMethod.SPLIT_METHOD_RANDOM, split.getMethod());
      assertEquals(1_000, version.history().test().size());
      assertEquals(
          rows.size() - 998,
          version.history().training().size() + version.history().validation().size());
    }

    // The published version errs on the file as the report says, and lists as well.
    TrainerProcess again =
        run(process -> {}, "evaluate", "models/given/1", "held.csv", "--ranking");
    assertTrue(
        again.hasLine("RMSE       %.4f".formatted(test.get("rmse").getAsDouble())),
        again.lines().toString());
    double ndcg =
        metrics
            .getAsJsonObject("lists")
            .getAsJsonArray("lists")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("quality")
            .get("ndcg")
            .getAsDouble();
    assertTrue(again.hasLine("%.4f".formatted(ndcg)), again.lines() + " " + ndcg);
  }

  @Test
  void evaluate_scoresUnknownUsersAndItems_besideTheBaselines() throws Exception {
    TrainerProcess run = train("training.csv", "alone");
    assertEquals(0, run.status(), run.lines().toString());
    TrainerProcess own = run(process -> {}, "evaluate", "models/alone/1", "training.csv");
    JsonObject metrics = metrics("alone");
    for (String line :
        List.of(
            "unknown    0 of users and 0 of items unknown to the model",
            "RMSE       %.4f".formatted(metrics.getAsJsonObject("test").get("rmse").getAsDouble()),
            "baseline   RMSE %.4f"
                .formatted(metrics.getAsJsonObject("baselines").get("bias").getAsDouble()),
            "baseline   RMSE %.4f"
                .formatted(metrics.getAsJsonObject("baselines").get("globalMean").getAsDouble()))) {
      assertTrue(own.hasLine(line), line + " in " + own.lines());
    }

    TrainerProcess other = run(process -> {}, "evaluate", "models/alone/1", "held.csv");
    assertEquals(0, other.status(), other.lines().toString());
    assertTrue(other.hasLine("ratings    1000 scored; left out: 0 used"), other.lines() + "");
    assertTrue(other.hasLine("unknown    2 of users and "), other.lines() + "");
    assertTrue(
        other.lines().stream()
            .anyMatch(
                line ->
                    line.matches(
                        "RMSE +0\\.[0-9]{4} \\(0\\.[0-9]{4} on the 99[0-9] of known users and items\\)")),
        other.lines() + "");

    // Of unknown users alone: the model and the biases give the same answers.
    Files.writeString(
        folder.resolve("strangers.csv"),
        "userId,movieId,rating,timestamp\nnobody,nothing,5,1\nno one,%s,1,1\n"
            .formatted(rows.get(1)[1]));
    TrainerProcess strangers = run(process -> {}, "evaluate", "models/alone/1", "strangers.csv");
    assertEquals(0, strangers.status(), strangers.lines().toString());
    assertTrue(strangers.hasLine("cold       2 predicted"), strangers.lines() + "");
    String rmse =
        strangers.lines().stream()
            .filter(line -> line.startsWith("RMSE"))
            .findFirst()
            .orElseThrow()
            .substring(11);
    assertTrue(
        strangers.hasLine("baseline   RMSE " + rmse + ", user+item bias"), strangers.lines() + "");
  }

  @Test
  void evaluate_printsTheErrors_whereNoListCanBeMeasured() throws Exception {
    assertEquals(0, train("training.csv", "unlisted").status());
    TrainerProcess errors = run(process -> {}, "evaluate", "models/unlisted/1", "held.csv");
    TrainerProcess lists =
        run(
            process -> {}, //
            "evaluate",
            "models/unlisted/1",
            "held.csv",
            "--ranking",
            "--relevant",
            "9");
    assertEquals(2, lists.status());
    assertEquals(errors.lines(), lists.lines().subList(0, lists.lines().size() - 1));
    assertTrue(errors.hasLine("baseline   RMSE "), errors.lines() + "");
    assertEquals(
        "--relevant: 9.0, and no held-out rating of a known user and item is as high (expected: a lower one, or other ratings)",
        lists.last());
  }

  @Test
  void tune_countsEpochs() throws Exception {
    TrainerProcess one = run(process -> {}, "tune", "sample.csv", "--minutes", "0.001", "-e", "1");
    assertTrue(one.hasLine("  1 epoch   validation RMSE "), one.lines() + "");
    TrainerProcess two = run(process -> {}, "tune", "sample.csv", "--minutes", "0.001", "-e", "2");
    assertTrue(two.hasLine("  2 epochs  validation RMSE "), two.lines() + "");
  }

  @Test
  void train_resumesWithTheSameTestFileAlone() throws Exception {
    String[] arguments = {
      "train", "training.csv", "--test", "held.csv", "--name", "stopped", "-k", "200", "-e", "30"
    };
    TrainerProcess stopped = run(process -> process.toHandle().destroy(), arguments);
    assertTrue(stopped.hasLine("To go on: the same command with --resume"), stopped.lines() + "");

    String[] resumed =
        Stream.concat(Stream.of(arguments), Stream.of("--resume")).toArray(String[]::new);
    String[] other = resumed.clone();
    other[3] = "changed.csv";
    TrainerProcess refused = run(process -> {}, other);
    assertEquals(2, refused.status());
    assertTrue(refused.last().startsWith("--resume: "), refused.last());
    assertEquals(0, run(process -> {}, resumed).status());
  }

  @Test
  void train_holdsOutTheLatest_whenTheSplitIsByTime() throws Exception {
    TrainerProcess run = train("sample.csv", "time", "--split", "time", "--test-ratio", "0.2");
    assertEquals(0, run.status(), run.lines().toString());
    assertTrue(run.hasLine(" to test, split by time; on cpu"), run.lines().toString());
    assertEquals("time", metrics("time").getAsJsonObject("settings").get("split").getAsString());

    int test = Math.round(rows.size() * 0.2f);
    List<String[]> latest =
        rows.stream()
            .sorted(Comparator.comparing((String[] row) -> Long.valueOf(row[3])).reversed())
            .toList();
    long border = Long.parseLong(latest.get(test - 1)[3]);
    Map<String, Long> times = new HashMap<>();
    rows.forEach(row -> times.put(row[0] + " " + row[1], Long.valueOf(row[3])));
    try (PublishedVersion version = PublishedVersion.open(folder.resolve("models/time/1"))) {
      assertEquals(
          SplitMethod.SPLIT_METHOD_TIME, version.metadata().manifest().getSplit().getMethod());
      assertEquals(test, version.history().test().size());
      for (int user = 0; user < version.metadata().users().size(); user++) {
        String id = version.metadata().users().id(user);
        IntToLongFunction timeOf =
            item ->
                times.getOrDefault(id + " " + version.metadata().items().id(item), Long.MIN_VALUE);
        version
            .history()
            .training()
            .forEachItem(user, item -> assertTrue(timeOf.applyAsLong(item) <= border));
        version
            .history()
            .test()
            .forEachItem(user, item -> assertTrue(timeOf.applyAsLong(item) >= border));
      }
    }
    TrainerProcess again =
        run(process -> {}, "evaluate", "models/time/1", "sample.csv", "--ranking");
    assertTrue(
        again.hasLine(
            "RMSE       %.4f"
                .formatted(metrics("time").getAsJsonObject("test").get("rmse").getAsDouble())),
        again.lines().toString());
  }
}
