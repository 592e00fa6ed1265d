package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.model.RatingScale;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.records.ParquetTestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ratings off the scale that the options name. */
class RatingsReaderScaleTest {
  private static final ReadOptions OPTIONS =
      ReadOptions.defaults().toBuilder().scale(new RatingScale(1, 10)).build();

  private static final String EXPECTED =
      " (expected: from 1 to 10, as --scale says; --skip-bad-rows leaves such rows out, --missing-value names what"
          + " stands for none)";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user,item,rating\n1,A,1\n1,B,10\n2,A,11\n2,B,9.5\n",
        "user;item;rating\n1;A;1\n1;B;10\n2;A;11\n2;B;9,5\n",
        "user,item,rating\n\"1\",A,1\n1,B,10\n2,A,11\n2,B,9.5\n",
        "#\nuser::item::rating\n1::A::1\n1::B::10\n2::A::11\n2::B::9.5\n",
        """

        {"user": 1, "item": "A", "rating": 1}
        {"user": 1, "item": "B", "rating": 10}
        {"user": 2, "item": "A", "rating": 11}
        {"user": 2, "item": "B", "rating": 9.5}
        """,
      })
  void read_refusesARating_offTheScale_orSkipsIt(String text) throws IOException {
    Path file = TextFiles.write(folder, "r.txt", text);
    long line = text.substring(0, text.indexOf("11")).lines().count();
    assertEquals(file + ":" + line + ": rating \"11\"" + EXPECTED, refusal(file, OPTIONS));
    ReadOptions skip = OPTIONS.toBuilder().skipBadRows(true).build();
    RatingsFile read = RatingsReader.read(file, skip);
    assertEquals("1 A 1.0\n1 B 10.0\n2 B 9.5\n", TextFiles.contents(read.table()));
    assertEquals(1, read.skippedRows());
    assertEquals(file + ":" + line + ": rating \"11\"" + EXPECTED, read.summary().firstSkipped());
    assertEquals(new RatingScale(1, 10), read.scale().scale());
    assertEquals(
        new RatingScale(1, 11), RatingsReader.read(file, ReadOptions.defaults()).scale().scale());
  }

  @Test
  void read_refusesARating_ofParquet() throws IOException {
    Path file = folder.resolve("r.parquet");
    try (ParquetTestFile rows =
        new ParquetTestFile(
            file, "required int64 user; required int64 item; required double rating;")) {
      for (long i = 1; i < 13; i++) {
        long id = i;
        rows.row(row -> row.append("user", id).append("item", id).append("rating", (double) id));
      }
    }
    assertEquals(file + ", row 11: rating \"11\"" + EXPECTED, refusal(file, OPTIONS));
    assertEquals(
        2, RatingsReader.read(file, OPTIONS.toBuilder().skipBadRows(true).build()).skippedRows());
  }

  @Test
  void read_takesAValueForNone_thatIsOffTheScale() throws IOException {
    Path file = TextFiles.write(folder, "r.csv", "user,item,rating\n1,A,0\n1,B,2\n2,A,3\n");
    RatingsFile read =
        RatingsReader.read(file, OPTIONS.toBuilder().missingValues(List.of("0")).build());
    assertEquals("1 B 2.0\n2 A 3.0\n", TextFiles.contents(read.table()));
    assertEquals(1, read.unrated().size());
  }

  @Test
  void read_refusesAScale_forInteractions() throws IOException {
    Path clicks = TextFiles.write(folder, "clicks.csv", "user,item\n1,A\n1,B\n2,A\n");
    assertEquals(
        clicks
            + ": interactions, since no column holds ratings in the header \"user, item\" (expected: ratings for"
            + " --scale 1,10, or no --scale)",
        refusal(clicks, OPTIONS));
    Path likes = TextFiles.write(folder, "likes.csv", "user,item,rating\n1,A,5\n1,B,5\n2,A,5\n");
    assertEquals(
        likes
            + ": interactions, since every rating is 5.0 (expected: ratings for --scale 1,10, or no --scale)",
        refusal(likes, OPTIONS));
    assertEquals(3, RatingsReader.readRatings(InputFiles.of(likes), OPTIONS).rows());
    InputException e = assertThrows(InputException.class, OPTIONS::asInteractions);
    assertEquals(
        "--scale: 1,10 for interactions (expected: ratings, or no --scale)", e.getMessage());
  }

  private static String refusal(Path file, ReadOptions options) {
    return String.valueOf(
        assertThrows(InputException.class, () -> RatingsReader.read(file, options)).getMessage());
  }
}
