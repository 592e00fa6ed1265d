package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.UserRatings;
import io.autorec.ranking.RankedItems;
import io.autorec.ranking.RankingHead;
import io.autorec.trainer.benchmark.BenchmarkTable;
import io.autorec.trainer.benchmark.SplitResult;
import io.autorec.trainer.offline.PublishedVersion;
import io.autorec.v1.Accuracy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows without a rating, from the file to the lists, beside a file that lacks them. */
class MissingValuesIT {
  /** A user who has chosen, and rated nothing. */
  private static final String CHOOSER = "99999";

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws Exception {
    Path sample = folder.resolve("sample.csv");
    assertEquals(0, AutorecTrainer.run("sample", sample.toString()));
    List<String> lines = Files.readAllLines(sample);
    List<String> with = new ArrayList<>(lines.subList(0, 1));
    List<String> without = new ArrayList<>(with);
    Set<String> users = new HashSet<>();
    Set<String> items = new HashSet<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] fields = lines.get(i).split(",", -1);
      // Each user and each item keeps a rating.
      boolean isNewUser = users.add(fields[0]);
      boolean isNewItem = items.add(fields[1]);
      if (isNewUser || isNewItem || i % 3 != 0) {
        with.add(lines.get(i));
        without.add(lines.get(i));
      } else {
        with.add(String.join(",", fields[0], fields[1], "-1", fields[3]));
      }
    }
    for (int i = 1; i < 20; i++) {
      with.add(CHOOSER + "," + lines.get(i).split(",", -1)[1] + ",-1,0");
    }
    Files.write(folder.resolve("with.csv"), with);
    Files.write(folder.resolve("without.csv"), without);
    train("with");
    train("without");
  }

  private static void train(String name) {
    assertEquals(
        0,
        run(
            Stream.of("train", folder.resolve(name + ".csv").toString()),
            "--missing-value -1 --device cpu -e 4 -k 20 --orientation user --name " + name,
            "--out",
            folder.resolve("models").toString()));
  }

  private static int run(Stream<String> first, String options, String... more) {
    return AutorecTrainer.run(
        Stream.of(first, Stream.of(options.split(" ", -1)), Stream.of(more))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static Path version(String name) {
    return folder.resolve("models").resolve(name).resolve("1");
  }

  @Test
  void train_predictsAsWithoutThem_andLearnsListsFromThem() throws Exception {
    try (PublishedVersion with = PublishedVersion.open(version("with"));
        PublishedVersion without = PublishedVersion.open(version("without"))) {
      assertEquals(0, without.history().unrated().size());
      assertTrue(with.history().unrated().size() > 30_000);
      Accuracy accuracy = with.metadata().manifest().getAccuracy();
      assertTrue(accuracy.getTestRmse() > 0);
      assertEquals(without.metadata().manifest().getAccuracy(), accuracy);
      assertEquals(without.metadata().scale(), with.metadata().scale());
      for (int user = 0; user < without.metadata().users().size(); user++) {
        assertArrayEquals(
            without.history().training().items(user), with.history().training().items(user));
        assertArrayEquals(without.history().test().items(user), with.history().test().items(user));
      }
      double found = with.metadata().manifest().getRanking().getTest(0).getNdcg();
      double before = without.metadata().manifest().getRanking().getTest(0).getNdcg();
      assertTrue(found > before, found + " and " + before);
      assertTrue(
          Files.readString(version("with").resolve("metrics.json"))
              .contains("interactions without a rating"));
    }
  }

  @Test
  void recommend_ranksByAllChoices_andListsNoneOfThem() throws Exception {
    Path csv = folder.resolve("lists.csv");
    assertEquals(
        0,
        run(
            Stream.of("recommend", version("with").toString()),
            "--rank-by choice --top 20 --no-predicted-ratings --output",
            csv.toString()));
    List<String> expected = new ArrayList<>();
    try (PublishedVersion with = PublishedVersion.open(version("with"))) {
      RankingHead head = Objects.requireNonNull(with.head());
      UserRatings training = with.history().training();
      float mean = training.mean();
      UserRatings choices = training.and(with.history().unrated().map(unused -> mean));
      for (int user = 0; user < choices.users(); user++) {
        float[] scores = head.scores(choices.items(user), choices.ratings(user));
        with.history().forEachItem(user, item -> scores[item] = RankedItems.LEFT_OUT);
        for (int item : RankedItems.best(scores, 20).items()) {
          assertFalse(with.history().unrated().contains(user, item));
          expected.add(with.metadata().users().id(user) + "," + with.metadata().items().id(item));
        }
      }
    }
    List<String> lines = Files.readAllLines(csv);
    assertEquals(
        expected,
        lines.subList(1, lines.size()).stream()
            .map(line -> line.split(",", -1))
            .map(fields -> fields[0] + "," + fields[2])
            .toList());
    assertEquals(20, expected.stream().filter(line -> line.startsWith(CHOOSER + ",")).count());
  }

  @Test
  void evaluate_andBenchmark_takeThem() throws Exception {
    String file = folder.resolve("with.csv").toString();
    String version = version("with").toString();
    assertEquals(
        0, run(Stream.of("evaluate", version, file), "--missing-value -1 --ranking --top 5"));
    Path recipe = folder.resolve("small.conf");
    Files.writeString(recipe, "orientation = user\nepochs = 2\nksize = 9\n");
    String options = "--splits 1 --recipes " + recipe;
    Path out = folder.resolve("benchmark");
    assertEquals(
        0,
        run(
            Stream.of("benchmark", file),
            options,
            "--missing-value",
            "-1",
            "--out",
            out.toString()));
    List<SplitResult> with = BenchmarkTable.read(out);
    String other = folder.resolve("without.csv").toString();
    Path outWithout = folder.resolve("benchmark-without");
    assertEquals(0, run(Stream.of("benchmark", other), options, "--out", outWithout.toString()));
    List<SplitResult> without = BenchmarkTable.read(outWithout);
    assertEquals(without.get(0).rmse(), with.get(0).rmse());
    double found = Objects.requireNonNull(with.get(0).lists()).byChoice().ndcg();
    double before = Objects.requireNonNull(without.get(0).lists()).byChoice().ndcg();
    assertTrue(found > before, found + " and " + before);
  }
}
