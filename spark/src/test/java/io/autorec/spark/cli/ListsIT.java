package io.autorec.spark.cli;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.autorec.trainer.input.TextEncoding;
import io.autorec.trainer.offline.BulkRecommendation;
import io.autorec.v1.RankBy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and numbers are those of the trainer's offline commands. */
final class ListsIT {
  @TempDir static Path folder;

  @BeforeAll
  static void train() throws Exception {
    assumeTrue(Files.exists(Programs.TRAINER));
    Programs.train(folder);
  }

  private static Path version(String name) {
    return Programs.version(folder, name);
  }

  /** A line of a list. */
  private record Line(String user, int rank, String item, String score) {}

  private static List<Line> offline(String name, RankBy rankBy) throws IOException {
    Path output = folder.resolve(name + rankBy + ".csv");
    new BulkRecommendation(
            version(name), null, TextEncoding.DETECTED, 5, output, true, false, rankBy, false)
        .write(
            () -> false,
            new BulkRecommendation.Listener() {
              @Override
              public void onStart(int users) {}

              @Override
              public void onUser() {}
            });
    return Files.readAllLines(output).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(line -> new Line(line[0], Integer.parseInt(line[1]), line[2], line[4]))
        .sorted(ORDER)
        .toList();
  }

  private static final Comparator<Line> ORDER =
      Comparator.comparing(Line::user).thenComparing(Line::rank);

  private static List<Line> written(String output) {
    return Programs.spark()
        .read()
        .parquet(folder.resolve(output).toString())
        .collectAsList()
        .stream()
        .map(ListsIT::line)
        .sorted(ORDER)
        .toList();
  }

  private static Line line(Row row) {
    return new Line(
        row.getString(0),
        row.getInt(2),
        row.getString(1),
        String.format(Locale.ROOT, "%.4f", row.getFloat(3)));
  }

  @ParameterizedTest
  @CsvSource({"item,choice", "item,predicted-rating", "user,choice", "user,predicted-rating"})
  void recommend_givesTheOfflineLists_forAllUsersAndForATableOfTheirRatings(
      String name, String rankBy) throws IOException {
    List<Line> expected =
        offline(
            name,
            rankBy.equals("choice") ? RankBy.RANK_BY_CHOICE : RankBy.RANK_BY_PREDICTED_RATING);
    assertEquals(300, expected.size());
    Programs.succeed(
        "recommend",
        version(name),
        "--output",
        folder.resolve("all"),
        "--top",
        5,
        "--rank-by",
        rankBy,
        "--overwrite");
    assertEquals(expected, written("all"));
    Programs.succeed(
        "recommend",
        version(name),
        "--output",
        folder.resolve("table"),
        "--top",
        5,
        "--rank-by",
        rankBy,
        "--overwrite",
        "--input",
        folder.resolve("ratings.csv"),
        "--format",
        "csv");
    assertEquals(expected, written("table"));
  }

  @ParameterizedTest
  @CsvSource({"item,choice", "item,predicted-rating", "user,choice", "user,predicted-rating"})
  void recommend_usesTheRatings_ofNewUsersAndNewerRatings(String name, String rankBy)
      throws IOException {
    List<String> own = Programs.ratings().stream().filter(line -> line.startsWith("u0,")).toList();
    List<String> lines = new ArrayList<>(List.of("userId,movieId,rating"));
    // The taste of u0, by another name; one who turned around; one of whom nothing is known.
    own.forEach(line -> lines.add(line.replaceFirst("u0,", "new,").replaceFirst(",[0-9]+$", "")));
    for (int item = 0; item < 40; item++) {
      lines.add("u1,i" + item + "," + (item % 4 == 3 ? 5 : 1));
    }
    lines.removeIf(line -> line.equals("u1,i38,1") || line.equals("u1,i39,5"));
    lines.add("stranger,unheard,5");
    Path table = Files.write(folder.resolve("new.csv"), lines);
    String said =
        Programs.succeed(
            "recommend",
            version(name),
            "--output",
            folder.resolve("new"),
            "--top",
            50,
            "--rank-by",
            rankBy,
            "--overwrite",
            "--input",
            table,
            "--format",
            "csv");
    Map<String, List<Line>> byUser = written("new").stream().collect(groupingBy(Line::user));
    assertTrue(said.contains("lists for 2 users"), said);
    assertTrue(said.contains("1 new users who rated no item"), said);
    assertEquals(40 - own.size(), byUser.getOrDefault("new", List.of()).size());
    List<Line> turned = byUser.getOrDefault("u1", List.of());
    assertTrue(turned.stream().allMatch(line -> List.of("i38", "i39").contains(line.item())));
    assertFalse(
        turned.isEmpty() && Programs.ratings().stream().noneMatch(l -> l.startsWith("u1,i39,")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"item", "user"})
  void evaluate_printsTheOfflineNumbers(String name) throws Exception {
    List<String> lines = new ArrayList<>(Programs.ratings());
    lines.addAll(List.of("new,i1,4,1", "new,i2,5,2", "u1,unheard,3,3", "u1,unheard,2,4"));
    Path table = Files.write(folder.resolve("evaluated.csv"), lines);
    String expected =
        Programs.process(
            folder, Programs.TRAINER, "evaluate", version(name), table, "--ranking", "--top", 3);
    String said =
        Programs.succeed(
            "evaluate",
            version(name),
            "--input",
            table,
            "--format",
            "csv",
            "--ranking",
            "--top",
            3);
    assertEquals(expected, said);
  }

  @Test
  void submit_runsTheJar_onTheClassPathOfSpark() throws Exception {
    Path jar = Path.of("target/autorec-spark.jar").toAbsolutePath();
    assumeTrue(Files.exists(jar));
    List<Object> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java"), "-Xmx512m"));
    command.addAll(
        Arrays.stream(System.getProperty("opens", "").split(" "))
            .filter(option -> !option.isEmpty())
            .toList());
    // What the jar brings itself is not on the class path.
    String spark =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .filter(
                entry ->
                    Stream.of("autorec-", "/onnxruntime", "/protobuf-java", "/tribuo", "/picocli")
                        .noneMatch(entry::contains))
            .collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-cp", spark, "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", "local[2]", "--conf", "spark.ui.enabled=false", jar));
    command.addAll(
        List.of("recommend", version("item"), "--output", folder.resolve("jar"), "--top", 5));
    String said = Programs.process(folder, command.toArray());
    assertTrue(said.contains("lists for 60 users"), said);
    assertEquals(offline("item", RankBy.RANK_BY_UNSPECIFIED), written("jar"));
  }
}
