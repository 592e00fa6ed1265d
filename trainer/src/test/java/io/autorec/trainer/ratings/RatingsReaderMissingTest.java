package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.records.ParquetTestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows whose rating stands for none. */
class RatingsReaderMissingTest {
  private static final ReadOptions MISSING =
      ReadOptions.defaults().toBuilder().missingValues(List.of("-1")).build();

  @TempDir Path folder;

  private RatingsFile read(String lines) throws IOException {
    return RatingsReader.read(TextFiles.write(folder, "r.csv", lines.replace(';', '\n')), MISSING);
  }

  /** The pairs without a rating, one a line. */
  private static String unrated(RatingsFile file) {
    StringBuilder lines = new StringBuilder();
    for (int user = 0; user < file.unrated().users(); user++) {
      for (int item : file.unrated().items(user)) {
        lines.append(file.table().users().id(user)).append(' ');
        lines.append(file.table().items().id(item)).append('\n');
      }
    }
    return lines.toString();
  }

  @Test
  void read_keepsPairsWithoutARating_alsoOfUsersAndItemsThatHaveNone() throws IOException {
    RatingsFile file = read("user,item,rating;1,10,-1;1,20,5;2,20,-1;2,10,3;3,30,-1.0;1,30,4");

    assertEquals("1 20 5.0\n1 30 4.0\n2 10 3.0\n", TextFiles.contents(file.table()));
    assertEquals("1 10\n2 20\n3 30\n", unrated(file));
    assertEquals(List.of("1", "2", "3"), file.table().users().ids());
    assertEquals(List.of("10", "20", "30"), file.table().items().ids());
    assertEquals(3, file.rows());
    assertEquals(0, file.repeatedPairs());
    assertEquals(3, file.summary().missing());
    assertEquals("user \"1\", item \"20\", rating 5.0", file.summary().first());
    assertEquals(unrated(file), unrated(file.withTitles("t.csv", Map.of("10", "Ten"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user,item,rating;1,10,-1;1,10,5;1,10,-1;1,20,-1;1,20,-1;2,20,3",
        "user,item,rating,timestamp;1,10,-1,9;1,10,4,2;1,10,5,3;1,20,-1,noon;1,20,-1,;2,20,3,1",
        "user,item,rating,timestamp;1,10,5,;1,10,-1,9;1,20,-1,5;2,20,3,1"
      })
  void read_countsTheRating_whereAPairHasOne(String lines) throws IOException {
    RatingsFile file = read(lines);

    assertEquals("1 10 5.0\n2 20 3.0\n", TextFiles.contents(file.table()));
    assertEquals("1 20\n", unrated(file));
    assertEquals(file.rows() - 2, file.repeatedPairs());
    assertEquals(0, file.summary().unreadTimes());
    assertEquals(true, file.summary().times() <= 3);
  }

  /** The start of a text is read row by row, the rest in blocks. */
  @Test
  void read_isTheSame_inBlocksRowByRowAndOfParquet() throws IOException {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("userId,movieId,rating,timestamp\n");
    Map<String, Integer> ratings = new TreeMap<>();
    Path parquet = folder.resolve("r.parquet");
    try (ParquetTestFile rows =
        new ParquetTestFile(
            parquet,
            "required int64 userId; required int64 movieId; optional int64 rating; required int64 timestamp;")) {
      for (int time = 0; time < 20_000; time++) {
        long user = random.nextInt(200);
        long item = random.nextInt(150);
        long rating = random.nextInt(3) == 0 ? -1 : 1 + random.nextInt(5);
        long at = time;
        text.append(user).append(',').append(item).append(',').append(rating);
        text.append(',').append(at).append('\n');
        ratings.merge(user + " " + item, (int) rating, (before, now) -> now == -1 ? before : now);
        rows.row(
            row ->
                row.append("userId", user)
                    .append("movieId", item)
                    .append("rating", rating)
                    .append("timestamp", at));
      }
    }
    RatingsFile plain = read(text.toString());
    RatingsFile rowByRow = read(text.toString().replace("\n1,", "\n \"1\","));
    RatingsFile ofParquet = RatingsReader.read(parquet, MISSING);

    Map<String, Integer> found = new TreeMap<>();
    unrated(plain).lines().forEach(pair -> found.put(pair, -1));
    TextFiles.contents(plain.table())
        .lines()
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              found.put(line.substring(0, end), (int) Float.parseFloat(line.substring(end)));
            });
    assertEquals(ratings, found, "seed " + seed);
    for (RatingsFile other : List.of(rowByRow, ofParquet)) {
      assertEquals(TextFiles.contents(plain.table()), TextFiles.contents(other.table()));
      assertEquals(unrated(plain), unrated(other), "seed " + seed);
      assertEquals(plain.summary().missing(), other.summary().missing());
      assertEquals(plain.rows(), other.rows());
      assertEquals(plain.summary().latest(), other.summary().latest());
      assertEquals(plain.summary().times(), other.summary().times());
    }
  }

  @Test
  void read_takesInteractions_whenNoRatingIsLeft_orAllAreEqual() throws IOException {
    RatingsFile none = read("user,item,rating;1,10,-1;1,20,-1;2,10,-1");
    assertEquals("1 10 1.0\n1 20 1.0\n2 10 1.0\n", TextFiles.contents(none.table()));
    assertEquals("since no row has a rating", none.feedback().reason());
    assertEquals("user \"1\", item \"10\", no rating", none.summary().first());
    assertEquals("", unrated(none));

    RatingsFile equal = read("user,item,rating;2,20,5;1,10,-1;1,20,5;1,30,-1");
    assertEquals("1 10 1.0\n1 20 1.0\n1 30 1.0\n2 20 1.0\n", TextFiles.contents(equal.table()));
    assertEquals("since every rating is 5.0", equal.feedback().reason());
    assertEquals("", unrated(equal));
  }

  @Test
  void read_leavesThemOut_whenEachUserHasEachItem() throws IOException {
    RatingsFile file = read("user,item,rating;1,10,-1;1,20,5;2,20,-1;2,10,3");
    assertEquals("1 20 5.0\n2 10 3.0\n", TextFiles.contents(file.table()));
    assertEquals("", unrated(file));
    assertEquals(
        List.of("each user has each item, so that a row without a rating tells nothing"),
        file.summary().notes());

    InputException e =
        assertThrows(
            InputException.class, () -> read("user,item,rating;1,1,-1;1,2,-1;2,1,-1;2,2,-1"));
    assertEquals(folder.resolve("r.csv") + ": no ratings in it", e.getMessage());
  }

  @Test
  void readRatings_refuses_whenNoRatingIsLeft() throws IOException {
    Path file = TextFiles.write(folder, "t.csv", "user,item,rating\n1,10,-1\n2,20,-1\n");
    InputException e =
        assertThrows(
            InputException.class, () -> RatingsReader.readRatings(InputFiles.of(file), MISSING));
    assertEquals(file + ": no ratings in it", e.getMessage());
    assertSame(
        Feedback.RATINGS,
        RatingsReader.readRatings(
                InputFiles.of(
                    TextFiles.write(folder, "u.csv", "user,item,rating\n1,10,-1\n2,20,3\n")),
                MISSING)
            .feedback());
  }
}
