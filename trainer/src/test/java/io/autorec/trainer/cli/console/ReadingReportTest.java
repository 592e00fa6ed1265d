package io.autorec.trainer.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.RatingScale;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.records.ParquetTestFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingReportTest {
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();

  @TempDir Path folder;

  @Test
  void print_saysWhatWasUnderstood() throws IOException {
    RatingsFile file =
        read(
            "user;item;stars;time\n1;a;4,5;1000000000\n2;b;1;2001-09-10\n1;a;1;noon\n2;a;x;\n",
            DEFAULTS.toBuilder().skipBadRows(true).build());
    assertEquals(
        """
        r.csv: 2 ratings of 2 items by 2 users; 1 repeated pairs, the latest taken; 1 bad row skipped
          fields separated by semicolons, with a header; columns user, item, stars, time
          first: user "1", item "a", rating 4.5
          ratings: 1 (1), 4.5 (1)
          scale: 1 to 4.5; --scale MIN,MAX for another
          times: 2001-09-09 to 2001-09-10
          1 times cannot be read, and count as none; the first: FOLDER/r.csv:4: "noon"
          titles: 1 of 2 items have one in t.csv
          first bad row: FOLDER/r.csv:5: rating "x" (expected: a number from -1000000 to 1000000; --skip-bad-rows \
        leaves such rows out, --missing-value names what stands for none)
        """,
        printed(file.withTitles("t.csv", Map.of("a", "A", "c", "C"))));
  }

  @Test
  void print_saysWhy_whenRowsAreInteractions() throws IOException {
    assertEquals(
        """
        r.csv: 2 interactions of 2 items by 2 users
          fields separated by blanks, no header; columns user, item
          first: user "1", item "2"
          feedback: interactions, since the lines have two fields, a user and an item
          titles: 0 of 2 items have one in t.csv; its ids are such as "x", those of the ratings such as "2"
        """,
        printed(read("1 2\n3 4\n", DEFAULTS).withTitles("t.csv", Map.of("x", "X"))));
  }

  @Test
  void print_hintsAtValuesThatMayStandForNone() throws IOException {
    assertEquals("  if -1 stands for no rating, --missing-value -1 says so", hint("-1", "3", "9"));
    assertEquals(
        "  if 99 stands for no rating, --missing-value 99 says so", hint("-9.5", "4", "99"));
    assertEquals("", hint("1", "2", "3"));
    assertEquals("", hint("-1", "0", "1"));
    assertEquals("", hint("0", "0.5", "1"));
    assertEquals(
        "r.csv: 2 ratings of 2 items by 2 users; 1 row without a rating left out",
        printed(
                read(
                    "1,1,-1\n1,1,3\n2,2,9\n",
                    DEFAULTS.toBuilder().missingValues(List.of("-1")).build()))
            .lines()
            .findFirst()
            .orElse(""));
  }

  @Test
  void print_tellsTheScale_andWhyItIsThisOne() throws IOException {
    assertEquals("  scale: 1 to 5 in steps of 1", scale(DEFAULTS, 1, 3, 4, 5));
    assertEquals(
        "  scale: 1 to 4 in steps of 1; --scale MIN,MAX for another", scale(DEFAULTS, 1, 2, 3, 4));
    assertEquals(
        "  scale: 1 to 10 in steps of 1, recognised; nobody gave 10; --scale MIN,MAX for another",
        scale(DEFAULTS, 9, 8, 1, 2, 3, 4, 5, 6, 7));
    assertEquals(
        "  scale: 1 to 10 in steps of 1, recognised; nobody gave 1 or 10; --scale MIN,MAX for another",
        scale(DEFAULTS, 9, 8, 2, 3, 4, 5, 6, 7));
    assertEquals(
        "  scale: -9.61 to 9.8; --scale MIN,MAX for another", scale(DEFAULTS, -9.61, 0.33, 9.8));
    ReadOptions given = DEFAULTS.toBuilder().scale(new RatingScale(1, 10)).build();
    assertEquals("  scale: 1 to 10, as --scale says", scale(given, 1, 10));
    assertEquals(
        "  scale: 1 to 10 in steps of 0.5, as --scale says; the ratings are 2 to 4.5",
        scale(given, 2, 3, 4.5));
  }

  @Test
  void print_saysWhatRowsWithoutARatingAreFor() throws IOException {
    ReadOptions missing = DEFAULTS.toBuilder().missingValues(List.of("-1")).build();
    assertEquals(
        """
        r.csv: 2 ratings of 4 items by 3 users; 3 rows without a rating: interactions for the ranking head
          fields separated by commas, no header; columns user, item, rating
          first: user "1", item "1", rating 3.0
          ratings: 3 (1), 9 (1)
          scale: 3 to 9; --scale MIN,MAX for another
          without any rating: 1 users, 2 items
        """,
        printed(read("1,2,-1\n1,1,3\n2,4,9\n3,3,-1\n3,4,-1\n", missing)));
    assertEquals(
        """
        r.csv: 3 interactions of 2 items by 2 users; 3 rows without a rating: interactions, too
          fields separated by commas, no header; columns user, item, rating
          first: user "1", item "2", no rating
          feedback: interactions, since no row has a rating
        """,
        printed(read("1,2,-1\n1,1,-1\n2,2,-1\n", missing)));
  }

  @Test
  void print_hintsAtCounts_andAtSeparatorsOfThousands() throws IOException {
    StringBuilder counts = new StringBuilder();
    for (int i = 1; i <= 13; i++) {
      counts.append(i % 3).append('\t').append(i).append('\t').append(i * i * i).append('\n');
    }
    String counted = printed(read(counts.toString(), DEFAULTS));
    assertTrue(
        counted.contains(
            "\n  if these are counts, such as plays, --interactions takes each as a choice\n"),
        counted);
    String thousands = printed(read("1;1;1,004\n2;2;7\n3;2;2,5\n", DEFAULTS));
    assertFalse(thousands.contains("thousands"), thousands);
    thousands = printed(read("1;1;1,004\n2;2;7\n3;2;2,512\n", DEFAULTS));
    assertTrue(
        thousands.contains(
            "\n  if 1.004 stands for 1004, write the numbers without separators of thousands\n"),
        thousands);
  }

  @Test
  void print_hintsAtTimes_thatMayBeNone_orOfSeveralUnits() throws IOException {
    String small = printed(read("1,1,2,5\n2,2,3,5\n", DEFAULTS));
    assertTrue(
        small.contains(
            "\n  times: 5 to 5\n  if these numbers are no times, --timestamp-column none ignores them\n"),
        small);
    String mixed = printed(read("1,1,2,1260000000\n2,2,3,1260000000000\n", DEFAULTS));
    assertTrue(
        mixed.contains(
            "\n  some times seem to have another unit than others, which makes them later\n"),
        mixed);
  }

  @Test
  void print_hintsAtIdsThatMayBeNone() throws IOException {
    String said = printed(read("user,item,rating\nNaN,1,2\n2,null,3\n", DEFAULTS));
    assertTrue(said.contains("\n  user \"NaN\" is taken for an id\n"), said);
    assertTrue(said.contains("\n  item \"null\" is taken for an id\n"), said);
    StringBuilder numbered = new StringBuilder();
    for (int i = 0; i < 13; i++) {
      numbered.append(i).append(',').append(i % 3).append(',').append(i % 5).append('\n');
    }
    String lines = printed(read(numbered.toString(), DEFAULTS));
    assertTrue(
        lines.contains(
            "\n  each user has one rating; if the column of users only numbers the lines, --user-column names"
                + " another\n"),
        lines);
  }

  @Test
  void print_notesWhereIdsHaveOtherTypes() throws IOException {
    for (String part : List.of("INT64", "BYTE_ARRAY")) {
      String type = part.equals("INT64") ? "int64 item;" : "binary item (STRING);";
      try (ParquetTestFile rows =
          new ParquetTestFile(
              folder.resolve(part),
              "required int64 user; required double rating; required " + type)) {
        for (long i = 1; i < 3; i++) {
          long id = i;
          rows.row(
              row -> {
                row.append("user", id).append("rating", (double) id);
                if (part.equals("INT64")) {
                  row.append("item", id);
                } else {
                  row.append("item", "0" + id);
                }
              });
        }
      }
    }
    String said = printed(RatingsReader.read(folder, DEFAULTS));
    assertTrue(
        said.contains(
            "\n  user holds numbers, item holds text in FOLDER/BYTE_ARRAY, but user holds numbers, item holds numbers"
                + " in FOLDER/INT64; the ids are compared as they are written\n"),
        said);
  }

  private String hint(String low, String middle, String high) throws IOException {
    String text = "1,1,%s\n2,2,%s\n3,2,%s\n".formatted(low, middle, high);
    return printed(read(text, DEFAULTS))
        .lines()
        .filter(line -> line.contains("stands for no rating"))
        .reduce("", String::concat);
  }

  private String scale(ReadOptions options, double... ratings) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ratings.length; i++) {
      text.append("%d,%d,%s\n".formatted(i, i % 2, ratings[i]));
    }
    return printed(read(text.toString(), options))
        .lines()
        .filter(line -> line.startsWith("  scale"))
        .reduce("", String::concat);
  }

  private RatingsFile read(String text, ReadOptions options) throws IOException {
    Path file = folder.resolve("r.csv");
    Files.writeString(file, text);
    return RatingsReader.read(file, options);
  }

  private String printed(RatingsFile file) {
    StringWriter text = new StringWriter();
    ReadingReport.print(new PrintWriter(text, true), file);
    return text.toString()
        .replace(folder.toString(), "FOLDER")
        .replace(System.lineSeparator(), "\n");
  }
}
