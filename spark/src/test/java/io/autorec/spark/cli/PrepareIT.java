package io.autorec.spark.cli;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrepareIT {
  @TempDir Path folder;

  private record Pair(String user, String item) {}

  private static Set<Pair> pairs(Path part) {
    return rows(part).stream().map(row -> new Pair(row.get(0), row.get(1))).collect(toSet());
  }

  /** The rows of a folder of Parquet files, as text. */
  private static List<List<String>> rows(Path part) {
    return Programs.spark().read().parquet(part.toString()).collectAsList().stream()
        .map(
            row -> {
              List<String> fields = new ArrayList<>();
              for (int i = 0; i < row.size(); i++) {
                fields.add(String.valueOf(row.get(i)));
              }
              return fields;
            })
        .toList();
  }

  private Path csv(String... lines) throws IOException {
    return Files.write(folder.resolve("ratings.csv"), List.of(lines));
  }

  @Test
  void prepare_keepsTheLatestRating_whenAPairRepeats() throws IOException {
    Path csv =
        csv(
            "uid,asin,stars,when",
            "1,a,5,300",
            "1,a,4,100",
            "1, a ,3,200",
            "2,a,1,",
            "2,a,2,50",
            "2,b,1,70",
            "2,b,2,70");
    String said =
        Programs.succeed(
            Programs.prepareCsv(
                csv, folder.resolve("out"), "--timestamp-column", "when", "--split", "none"));
    assertEquals(
        Set.of(
            List.of("1", "a", "5.0", "300.0"),
            List.of("2", "a", "2.0", "50.0"),
            List.of("2", "b", "2.0", "70.0")),
        new HashSet<>(rows(folder.resolve("out/train"))));
    assertTrue(said.contains("7 rows; 0 left out as bad, 4 repeated"), said);
  }

  @Test
  void prepare_keepsWholeNumbersAndText_whenTheInputHasThem() throws IOException {
    Path json =
        Files.write(
            folder.resolve("events.json"),
            List.of(
                "{\"user\": 7, \"item\": \"x\", \"rating\": 1.5}",
                "{\"user\": 8, \"item\": \"y\", \"rating\": 2}"));
    Programs.succeed(
        "prepare",
        "--input",
        json,
        "--format",
        "json",
        "--output",
        folder.resolve("out"),
        "--split",
        "none");
    assertEquals(
        "struct<user:bigint,item:string,rating:float>",
        Programs.spark()
            .read()
            .parquet(folder.resolve("out/train").toString())
            .schema()
            .simpleString());
  }

  @Test
  void prepare_removesUsersAndItems_untilAllHaveEnoughRatings() throws IOException {
    Path csv = Files.write(folder.resolve("ratings.csv"), Programs.ratings());
    Programs.succeed(
        Programs.prepareCsv(
            csv,
            folder.resolve("out"),
            "--min-user-ratings",
            5,
            "--min-item-ratings",
            12,
            "--split",
            "none"));
    Set<Pair> expected = core(5, 12);
    assertTrue(!expected.isEmpty() && expected.size() < Programs.ratings().size() - 1);
    assertEquals(expected, pairs(folder.resolve("out/train")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3,a", "2,c"})
  void prepare_removesOneKind_whenTheOtherHasEnough(String few) throws IOException {
    Path csv = csv("user,item,rating", "1,a,5", "1,b,5", "2,a,5", "2,b,5", few + ",5");
    String said =
        Programs.succeed(
            Programs.prepareCsv(
                csv,
                folder.resolve("out"),
                "--min-user-ratings",
                2,
                "--min-item-ratings",
                2,
                "--split",
                "none"));
    assertEquals(
        Set.of(new Pair("1", "a"), new Pair("1", "b"), new Pair("2", "a"), new Pair("2", "b")),
        pairs(folder.resolve("out/train")));
    assertTrue(said.contains("1 of users or items with few ratings, left out in 1 round\n"), said);
  }

  @Test
  void prepare_writesWhereALinkPoints_andTakesBracketsAsTheyAre() throws IOException {
    Path csv = csv("user,item,rating", "1,a,5", "1,b,5", "2,a,5", "3,b,5");
    Path target = folder.resolve("out[1] {a,b}");
    Object[] line =
        Programs.prepareCsv(csv, target, "--min-user-ratings", 2, "--split", "none", "--overwrite");
    Programs.succeed(line);
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    Programs.succeed(Programs.prepareCsv(csv, link, "--split", "none", "--overwrite"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(
        4L, Programs.spark().read().load(link.resolve("train").toString()).count(), "new ratings");
    Programs.succeed(line);
    assertEquals(2L, Programs.spark().read().load(link.resolve("train").toString()).count());
  }

  @Test
  void prepare_keepsATable_whenToldToOverwriteItsFiles() {
    Programs.spark().sql("DROP TABLE IF EXISTS events");
    Programs.spark()
        .sql(
            "CREATE TABLE events USING parquet LOCATION '%s' AS SELECT 1 AS user, 2 AS item, 3 AS rating"
                .formatted(folder.resolve("events").toUri()));
    Programs.Outcome outcome =
        Programs.run(
            "prepare",
            "--input",
            "events",
            "--format",
            "table",
            "--output",
            folder.resolve("events"),
            "--overwrite",
            "--split",
            "none");
    assertTrue(outcome.err().contains("is read, and --overwrite would remove it"), outcome.err());
    assertEquals(1L, Programs.spark().table("events").count());
    Programs.spark().sql("DROP TABLE events");
  }

  /** The k-core, found the plain way. */
  private static Set<Pair> core(int leastOfUser, int leastOfItem) {
    Set<Pair> left =
        Programs.ratings().stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .map(fields -> new Pair(fields[0], fields[1]))
            .collect(toSet());
    boolean isStable = false;
    while (!isStable) {
      Map<String, Integer> users = new HashMap<>();
      Map<String, Integer> items = new HashMap<>();
      for (Pair pair : left) {
        users.merge(pair.user(), 1, Integer::sum);
        items.merge(pair.item(), 1, Integer::sum);
      }
      isStable =
          !left.removeIf(
              pair ->
                  users.getOrDefault(pair.user(), 0) < leastOfUser
                      || items.getOrDefault(pair.item(), 0) < leastOfItem);
    }
    return left;
  }

  @Test
  void prepare_splitsTheSameWay_whenTheInputIsInOtherParts() throws IOException {
    Path csv = Files.write(folder.resolve("ratings.csv"), Programs.ratings());
    List<String> header = Programs.ratings().subList(0, 1);
    List<String> rows = Programs.ratings().subList(1, Programs.ratings().size());
    Path parts = Files.createDirectory(folder.resolve("parts"));
    for (int part = 0; part < 3; part++) {
      List<String> lines = new ArrayList<>(header);
      for (int i = rows.size() - 1 - part; i >= 0; i -= 3) {
        lines.add(rows.get(i));
      }
      Files.write(parts.resolve("part" + part + ".csv"), lines);
    }
    Programs.succeed(Programs.prepareCsv(csv, folder.resolve("one"), "--test-ratio", 0.3));
    Programs.succeed(Programs.prepareCsv(parts, folder.resolve("three"), "--test-ratio", 0.3));
    Set<Pair> train = pairs(folder.resolve("one/train"));
    Set<Pair> test = pairs(folder.resolve("one/test"));
    assertEquals(train, pairs(folder.resolve("three/train")));
    assertEquals(test, pairs(folder.resolve("three/test")));
    assertEquals(rows.size(), train.size() + test.size());
    assertTrue(train.stream().noneMatch(test::contains));
    assertEquals(0.3, (double) test.size() / rows.size(), 0.05);
    Programs.succeed(
        Programs.prepareCsv(
            csv, folder.resolve("one"), "--test-ratio", 0.3, "--seed", 2, "--overwrite"));
    assertNotEquals(test, pairs(folder.resolve("one/test")));
  }

  @Test
  void prepare_writesWhatTheTrainerReads_whenSplitByTime() throws Exception {
    assumeTrue(Files.exists(Programs.TRAINER));
    Path csv = Files.write(folder.resolve("ratings.csv"), Programs.ratings());
    Programs.succeed(
        Programs.prepareCsv(csv, folder.resolve("out"), "--split", "time", "--test-ratio", 0.2));
    double latest = times("train").stream().mapToDouble(Double::parseDouble).max().orElseThrow();
    double first = times("test").stream().mapToDouble(Double::parseDouble).min().orElseThrow();
    assertTrue(latest < first, latest + " and " + first);
    int rows = Programs.ratings().size() - 1;
    assertEquals(0.2, (double) times("test").size() / rows, 0.01);
    String said =
        Programs.process(
            folder,
            Programs.TRAINER,
            "train",
            "out/train",
            "--test",
            "out/test",
            "-e",
            1,
            "--device",
            "cpu");
    assertTrue(said.contains(times("test").size() + " to test (test)"), said);
  }

  private List<String> times(String part) {
    return rows(folder.resolve("out").resolve(part)).stream().map(row -> row.get(3)).toList();
  }

  @Test
  void prepare_namesEveryJob_forSparksPages() throws Exception {
    Path csv = Files.write(folder.resolve("ratings.csv"), Programs.ratings());
    List<String> names = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            names.add(start.properties().getProperty("spark.job.description", ""));
          }
        };
    Programs.spark().sparkContext().addSparkListener(listener);
    Programs.succeed(Programs.prepareCsv(csv, folder.resolve("out"), "--min-user-ratings", 5));
    Programs.spark().sparkContext().listenerBus().waitUntilEmpty();
    Programs.spark().sparkContext().removeSparkListener(listener);
    assertTrue(names.contains("Find users and items with few ratings, round 1"), names.toString());
    assertTrue(names.stream().noneMatch(String::isEmpty), names.toString());
  }
}
