package io.autorec.trainer.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ranking.RankingQuality;
import io.autorec.trainer.ratings.RatingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTableTest {
  @TempDir Path folder;

  private static SplitResult result(String recipe, long seed, double rmse) {
    return result(recipe, seed, rmse, null);
  }

  private static SplitResult result(
      String recipe, long seed, double rmse, @Nullable SplitLists lists) {
    return new SplitResult(recipe, "key " + seed, seed, rmse, rmse - 0.2, 0.95, 100, 12.4, lists);
  }

  private static SplitLists lists(double recall) {
    return new SplitLists(
        4,
        90,
        new RankingQuality(recall, recall + 0.1, 0.25),
        new RankingQuality(0.125, 0.15, 0.02),
        3.5);
  }

  private static BenchmarkTable table(SplitResult... results) {
    return new BenchmarkTable(
        "<ratings> & more: 500 ratings", "By hand.", Published.ALL, List.of(results));
  }

  @Test
  void read_givesBackWhatWasWritten() throws IOException {
    BenchmarkTable table = table(result("item", 1, 0.9), result("user", 2, 1.0));
    table.write(folder.resolve("out"));
    assertEquals(table.measurements(), BenchmarkTable.read(folder.resolve("out")));
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertEquals(
          List.of("benchmark.html", "benchmark.json", "benchmark.txt"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void read_takesResultsOfAnEarlierRelease_withoutLists() throws IOException {
    Files.writeString(
        folder.resolve("benchmark.json"),
        """
        {"measurements": [{"recipe": "item", "key": "key 1", "seed": 1, "rmse": 0.5, "mae": 0.25,
          "biasRmse": 0.95, "testRatings": 100, "seconds": 12.5}]}
        """);
    assertEquals(
        List.of(new SplitResult("item", "key 1", 1, 0.5, 0.25, 0.95, 100, 12.5, null)),
        BenchmarkTable.read(folder));
  }

  @Test
  void lists_haveATableOfTheirOwn_worstFirst_withTheListOfMostRatingsOnce() throws IOException {
    BenchmarkTable table =
        table(
            result("item", 1, 0.8, lists(0.25)),
            result("user", 1, 0.9, lists(0.2)),
            result("item", 2, 0.8, lists(0.25)),
            result("paper", 1, 0.7));
    List<String> lines = table.text().lines().dropWhile(line -> !line.startsWith("lists")).toList();
    assertTrue(lines.get(0).matches("lists +Recall@10 +NDCG@10 +coverage +splits"), lines.get(0));
    assertTrue(
        lines.get(1).matches("most ratings +0.1250 ± 0.0000 +0.1500 ± 0.0000 +2.0% ± 0.0% +2"),
        lines.get(1));
    assertTrue(lines.get(2).matches("user +0.2000 +0.3000 +25.0% +1"), lines.get(2));
    assertTrue(
        lines.get(3).matches("item +0.2500 ± 0.0000 +0.3500 ± 0.0000 +25.0% ± 0.0% +2"),
        lines.get(3));
    assertEquals("", lines.get(4));
    assertTrue(table.text().contains("test ratings of 4.0 and above are relevant"));

    table.write(folder);
    assertEquals(table.measurements(), BenchmarkTable.read(folder));
    String html = Files.readString(folder.resolve("benchmark.html"));
    assertTrue(html.contains("<tr><td>user<td>0.2000<td>0.3000<td>25.0%<td>1</tr>"), html);
  }

  @Test
  void lists_haveNoTable_whereNoneWereMeasured() {
    assertFalse(table(result("item", 1, 0.8)).text().contains("Recall"));
  }

  @Test
  void read_isEmpty_whereNothingIs_andRefusesAnotherFile() throws IOException {
    assertEquals(List.of(), BenchmarkTable.read(folder));
    Files.writeString(folder.resolve("benchmark.json"), "");
    assertEquals(List.of(), BenchmarkTable.read(folder));
    Files.writeString(folder.resolve("benchmark.json"), "not json");
    assertTrue(
        String.valueOf(
                assertThrows(IOException.class, () -> BenchmarkTable.read(folder)).getMessage())
            .endsWith("benchmark.json: no benchmark of this program"));
  }

  @Test
  void text_hasALineForEachRecipe_worstFirst_withItsMean() {
    String text =
        table(result("good", 1, 0.8), result("good", 2, 0.9), result("bad", 1, 1.0)).text();
    List<String> lines =
        text.lines().filter(line -> line.startsWith("good") || line.startsWith("bad")).toList();
    assertTrue(lines.get(0).matches("bad +1\\.0000 +0\\.8000 +0\\.9500 +1 +12"), lines.get(0));
    assertTrue(
        lines.get(1).matches("good +0\\.8500 ± 0\\.6353 +0\\.6500 +0\\.9500 +2 +12"), lines.get(1));
    assertTrue(text.contains("I-AutoRec, f identity, g sigmoid"));
  }

  @Test
  void html_escapesTheNameOfTheFile() throws IOException {
    table(result("a<b", 1, 0.8)).write(folder);
    String html = Files.readString(folder.resolve("benchmark.html"));
    assertTrue(html.contains("<h1>&lt;ratings&gt; &amp; more: 500 ratings</h1>"));
    assertTrue(html.contains("<td>a&lt;b<td>0.8000<td>0.6000<td>0.9500<td>1<td>12"));
    assertFalse(html.contains("a<b"));
  }

  /** Ratings of so many users and items, user by user, from the lowest to the highest. */
  private static RatingTable ratings(int users, int items, int size, float min, float max) {
    int[] userOf = new int[size];
    int[] itemOf = new int[size];
    float[] ratings = new float[size];
    for (int i = 0; i < size; i++) {
      userOf[i] = (int) ((long) i * users / size);
      int first = (int) (((long) userOf[i] * size + users - 1) / users);
      itemOf[i] = i - first;
      ratings[i] = i % 2 == 0 ? min : max;
    }
    return new RatingTable(ids(users), ids(items), userOf, itemOf, ratings);
  }

  private static IdVocabulary ids(int size) {
    return IdVocabulary.of(IntStream.range(0, size).mapToObj(Integer::toString).toList());
  }

  private static Set<String> published(RatingTable table, @Nullable RatingSplit given) {
    return Published.comparable(table, given).stream()
        .map(Published::data)
        .collect(Collectors.toSet());
  }

  @Test
  void published_areThoseOfTheDataSet_andNoneOfAnother() {
    int size = 1_000_209;
    assertEquals(Set.of("ML-1M"), published(ratings(6_040, 3_706, size, 1, 5), null));
    assertEquals(Set.of(), published(ratings(6_040, 3_706, size, 0.5f, 5), null));
    assertEquals(Set.of(), published(ratings(6_040, 3_707, size, 1, 5), null));
    assertEquals(Set.of(), published(ratings(6_041, 3_706, size, 1, 5), null));
    assertEquals(Set.of(), published(ratings(6_040, 3_706, size - 1, 1, 5), null));
    assertEquals(Set.of(), published(ratings(610, 9_724, 100_836, 0.5f, 5), null));
  }

  @Test
  void published_areThoseOfTheGivenSplit_andNoneOfARandomOne() {
    RatingTable table = ratings(943, 1_682, 100_000, 1, 5);
    RatingSplit u1 =
        new RatingSplit(
            new int[0],
            new int[0],
            IntStream.range(0, 100_000)
                .filter(i -> table.user(i) < 459)
                .boxed()
                .sorted(Comparator.comparing(table::item))
                .limit(20_000)
                .mapToInt(i -> i)
                .sorted()
                .toArray());
    assertEquals(Set.of("ML-100K, u1"), published(table, u1));
    assertEquals(Set.of(), published(table, null));
    int[] other = IntStream.range(0, 20_000).toArray();
    assertEquals(Set.of(), published(table, new RatingSplit(new int[0], new int[0], other)));
  }

  @Test
  void recipes_areNamed_once() {
    assertEquals(Recipe.KNOWN.size(), Recipe.KNOWN.stream().map(Recipe::name).distinct().count());
    assertEquals(
        Recipe.KNOWN.size(), Recipe.KNOWN.stream().map(Recipe::settings).distinct().count());
    assertTrue(Recipe.named("item").isPresent());
    assertTrue(Recipe.named("best").isEmpty());
  }

  /** Student's t, two-sided 95%, from a printed table. */
  @Test
  void interval_isThatOfStudent() {
    assertEquals(12.706 / Math.sqrt(2) * Math.sqrt(0.5), Interval.of(1, 2).halfWidth(), 1e-3);
    double[] five = {1, 2, 3, 4, 5};
    assertEquals(2.776 * Math.sqrt(2.5 / 5), Interval.of(five).halfWidth(), 1e-3);
    assertEquals(3, Interval.of(five).mean());
    assertEquals(0, Interval.of(7, 7, 7).halfWidth());
    assertTrue(Double.isNaN(Interval.of(7).halfWidth()));
    assertEquals("7.0000", Interval.of(7).toString());
  }
}
