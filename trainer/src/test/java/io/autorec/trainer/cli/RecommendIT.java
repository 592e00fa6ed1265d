package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.Newcomer;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.offline.PublishedVersion;
import io.autorec.trainer.ranking.HeadScorer;
import io.autorec.trainer.ranking.ListOrders;
import io.autorec.trainer.ranking.UserScorer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offline recommendations from models of the bundled sample, and of users with one rating. */
class RecommendIT {
  private static final int TOP = 30;
  private static final int THIN_USERS = 60;

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws Exception {
    Path sample = folder.resolve("sample.csv");
    assertEquals(0, AutorecTrainer.run("sample", sample.toString()));
    List<String> lines = new ArrayList<>(Files.readAllLines(sample));
    String[] first = lines.get(1).split(",", -1);
    for (int user = 0; user < THIN_USERS; user++) {
      lines.add("thin" + user + "," + first[1] + ",4," + first[3]);
    }
    Files.write(folder.resolve("ratings.csv"), lines);
    for (String orientation : new String[] {"item", "user"}) {
      assertEquals(
          0,
          AutorecTrainer.run(
              "train",
              folder.resolve("ratings.csv").toString(),
              "--titles",
              folder.resolve("titles.csv").toString(),
              "--device",
              "cpu",
              "-e",
              "8",
              "-k",
              "30",
              "--out",
              folder.resolve("models").toString(),
              "--name",
              orientation,
              "--orientation",
              orientation));
    }
  }

  private static Path version(String name) {
    return folder.resolve("models").resolve(name).resolve("1");
  }

  private static int recommend(String name, Path output, String... more) {
    return AutorecTrainer.run(
        Stream.concat(
                Stream.of("recommend", version(name).toString(), "--output", output.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** The fields of each line but the first; of this sample's titles none holds a comma. */
  private static List<String[]> lines(Path csv) throws Exception {
    List<String> lines = Files.readAllLines(csv);
    assertEquals("user,rank,item,title,score,predicted_rating,error", lines.get(0));
    return lines.subList(1, lines.size()).stream().map(line -> line.split(",", -1)).toList();
  }

  private static Set<Integer> rated(PublishedVersion version, int user) {
    Set<Integer> rated = new HashSet<>();
    version.history().forEachItem(user, rated::add);
    return rated;
  }

  @ParameterizedTest
  @CsvSource({"item, choice", "user, choice", "item, predicted-rating", "user, predicted-rating"})
  void recommend_writesWhatAFullSortGives_withoutRatedItems(String name, String order)
      throws Exception {
    Path csv = folder.resolve(name + order + "-all.csv");
    assertEquals(0, recommend(name, csv, "--top", "" + TOP, "--rank-by", order));

    List<String[]> lines = lines(csv);
    try (PublishedVersion version = PublishedVersion.open(version(name))) {
      ModelMetadata model = version.metadata();
      ListOrders orders = version.orders();
      UserScorer predicted = Objects.requireNonNull(orders.predicted());
      UserScorer scorer =
          order.equals("choice")
              ? new HeadScorer(Objects.requireNonNull(orders.head()), version.history().training())
              : predicted;
      int at = 0;
      int cold = 0;
      for (int user = 0; user < model.users().size(); user++) {
        // One user at a time, which may round other than a batch does.
        float[] scores = scorer.score(new int[] {user});
        float[] ratings = predicted.score(new int[] {user});
        Set<Integer> rated = rated(version, user);
        double[] best = best(scores, rated);
        Set<String> listed = new HashSet<>();
        for (int rank = 1; rank <= TOP; rank++, at++) {
          String[] fields = lines.get(at);
          int item = model.items().position(fields[2]).orElseThrow();
          assertEquals(model.users().id(user), fields[0]);
          assertEquals(rank, Integer.parseInt(fields[1]));
          assertEquals(model.items().title(item), fields[3]);
          assertEquals(scores[item], Float.parseFloat(fields[4]), 1e-4f, csv.toString());
          assertEquals(
              model.scale().clip(ratings[item]),
              Float.parseFloat(fields[5]),
              1e-4f,
              csv.toString());
          assertEquals("", fields[6]);
          assertFalse(rated.contains(item));
          assertTrue(listed.add(fields[2]));
          assertEquals(best[rank - 1], scores[item], 1e-4f);
        }
        int start = version.history().training().start(user);
        if (version.history().training().start(user + 1) == start) {
          cold++;
        }
      }
      assertEquals(lines.size(), at);
      assertTrue(cold > 0, "the sample has no user without a training rating any more");
    }
  }

  @Test
  void recommend_leavesPredictedRatingsOut_byChoiceOnly() throws Exception {
    Path with = folder.resolve("with-predicted.csv");
    Path without = folder.resolve("without-predicted.csv");
    assertEquals(0, recommend("item", with, "--rank-by", "choice"));
    assertEquals(0, recommend("item", without, "--rank-by", "choice", "--no-predicted-ratings"));
    List<String[]> full = lines(with);
    List<String[]> bare = lines(without);
    assertEquals(full.size(), bare.size());
    for (int i = 0; i < full.size(); i++) {
      String[] fields = full.get(i);
      assertFalse(fields[5].isEmpty());
      fields[5] = "";
      assertArrayEquals(fields, bare.get(i));
    }

    Path refused = folder.resolve("refused.csv");
    String[] options = {"--rank-by", "predicted-rating", "--no-predicted-ratings"};
    assertEquals(2, recommend("item", refused, options));
    assertFalse(Files.exists(refused));
  }

  /** The highest scores, best first. */
  private static double[] best(float[] scores, Set<Integer> leftOut) {
    return IntStream.range(0, scores.length)
        .filter(item -> !leftOut.contains(item))
        .mapToDouble(item -> -scores[item])
        .sorted()
        .limit(TOP)
        .map(score -> -score)
        .toArray();
  }

  @Test
  void recommend_answersAUserWithoutTrainingRatings_asAnEmptyRow() throws Exception {
    try (PublishedVersion version = PublishedVersion.open(version("user"));
        OnnxModel model = OnnxModel.open(version("user"))) {
      int[] cold =
          IntStream.range(0, version.metadata().users().size())
              .filter(
                  user ->
                      version.history().training().start(user)
                          == version.history().training().start(user + 1))
              .toArray();
      assertTrue(cold.length > 1);
      UserScorer scorer = Objects.requireNonNull(version.orders().predicted());
      float[] unused = scorer.score(IntStream.range(0, 20).toArray());
      float[] scores = scorer.score(new int[] {cold[0]});
      for (float score : scores) {
        assertTrue(Float.isFinite(score));
      }
      // What earlier batches entered has been taken back: all who gave nothing get the same.
      assertArrayEquals(scores, scorer.score(new int[] {cold[1]}), 1e-6f);
      float[] fed =
          model.predictNewcomer(Orientation.USER, new Newcomer.Ratings(new int[0], new float[0]));
      version.metadata().scale().clip(scores);
      assertArrayEquals(fed, scores, 1e-5f);
    }
  }

  @Test
  void recommend_answersTheUsersOfAFile_inItsOrder() throws Exception {
    Path users = Files.writeString(folder.resolve("users.txt"), "thin7\n\nthin3\nthin7\n");
    Path csv = folder.resolve("some.csv");
    assertEquals(0, recommend("item", csv, "--users", users.toString(), "--top", "2"));
    assertEquals(
        List.of("thin7", "thin7", "thin3", "thin3", "thin7", "thin7"),
        lines(csv).stream().map(fields -> fields[0]).toList());
  }

  @Test
  void recommend_listsRatedItems_whenAsked_andAllItemsWhenThereAreFewer() throws Exception {
    Path users = Files.writeString(folder.resolve("one.txt"), "thin1\n");
    Path without = folder.resolve("without.csv");
    Path with = folder.resolve("with.csv");
    String[] all = {"--users", users.toString(), "--top", "100000"};
    assertEquals(0, recommend("user", without, all));
    assertEquals(
        0,
        recommend(
            "user",
            with,
            Stream.concat(Stream.of(all), Stream.of("--include-rated")).toArray(String[]::new)));
    assertEquals(lines(without).size() + 1, lines(with).size());
  }

  @Test
  void recommend_writesNothing_whenTheInputIsBad() throws Exception {
    Path place = Files.createDirectory(folder.resolve("bad"));
    Path csv = place.resolve("a.csv");
    Path users = Files.writeString(folder.resolve("unknown.txt"), "thin1\nnobody\n");
    assertEquals(2, recommend("item", csv, "--users", users.toString()));
    assertEquals(2, recommend("item", csv, "--users", folder.resolve("none").toString()));
    assertEquals(2, recommend("item", csv, "--top", "0"));
    assertEquals(2, recommend("item", csv, "--top", "many"));
    assertEquals(2, recommend("item", Path.of("-")));
    assertEquals(2, recommend("item", place));
    assertEquals(2, recommend("no-such-model", csv));
    assertEquals(2, AutorecTrainer.run("recommend", version("item").toString()));
    try (Stream<Path> files = Files.list(place)) {
      assertEquals(0, files.count());
    }

    Files.writeString(csv, "mine");
    assertEquals(2, recommend("item", csv));
    assertEquals("mine", Files.readString(csv));
    assertEquals(0, recommend("item", csv, "--force", "--top", "1"));
    assertFalse(lines(csv).isEmpty());
  }

  @Test
  void recommend_refuses_whenAFileIsOfAnotherVersion() throws Exception {
    Path mixed = Files.createDirectories(folder.resolve("models").resolve("mixed").resolve("1"));
    for (String file : new String[] {ModelFormat.MODEL_FILE, ModelFormat.RATINGS_FILE}) {
      Files.copy(version("item").resolve(file), mixed.resolve(file));
    }
    Path csv = folder.resolve("mixed.csv");
    assertEquals(2, recommend("mixed", csv), "without user_scores.onnx");
    Files.copy(
        version("item").resolve(ModelFormat.FOLD_IN_SCORES_FILE),
        mixed.resolve(ModelFormat.USER_SCORES_FILE),
        StandardCopyOption.REPLACE_EXISTING);
    assertEquals(2, recommend("mixed", csv), "with another graph in its place");
    assertFalse(Files.exists(csv));
  }

  private static Process start(Path users, Path output) throws Exception {
    ProcessBuilder process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AutorecTrainer.class.getName(),
                "recommend",
                version("item").toString(),
                "--users",
                users.toString(),
                "--output",
                output.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("ended.log").toFile());
    return process.start();
  }

  @Test
  void recommend_leavesNothing_whenItIsToldToEnd() throws Exception {
    Path place = Files.createDirectory(folder.resolve("ended"));
    Path users = folder.resolve("many.txt");
    Files.write(users, Collections.nCopies(3_000_000, "thin1"));
    try (WatchService watch = place.getFileSystem().newWatchService()) {
      var unused = place.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process process = start(users, place.resolve("a.csv"));
      try {
        assertNotNull(watch.poll(60, TimeUnit.SECONDS), "nothing was begun");
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(143, process.exitValue(), Files.readString(folder.resolve("ended.log")));
      } finally {
        process.destroyForcibly();
      }
    }
    try (Stream<Path> files = Files.list(place)) {
      assertEquals(0, files.count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"item", "user"})
  void evaluate_ranks_whenAsked(String name) {
    String[] evaluate = {
      "evaluate", version(name).toString(), folder.resolve("ratings.csv").toString()
    };
    assertEquals(0, run(evaluate, "--ranking", "--top", "20", "--relevant", "3.5"));
    assertEquals(2, run(evaluate, "--top", "20"));
    assertEquals(2, run(evaluate, "--ranking", "--top", "0"));
    assertEquals(2, run(evaluate, "--ranking", "--relevant", "5.5"));
    assertEquals(2, run(evaluate, "--ranking", "--relevant", "NaN"));
  }

  private static int run(String[] some, String... more) {
    return AutorecTrainer.run(
        Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new));
  }
}
