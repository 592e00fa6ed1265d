package io.autorec.trainer.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
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
          times: 2001-09-09 to 2001-09-10
          1 times cannot be read, and count as none; the first: FOLDER/r.csv:4: "noon"
          titles: 1 of 2 items have one in t.csv
          first bad row: FOLDER/r.csv:5: rating "x" (expected: a number from -1000000 to 1000000; --skip-bad-rows \
        leaves such rows out, --missing-value those without a rating)
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
    assertEquals(
        "  if -1 stands for no rating, --missing-value -1 leaves it out", hint("-1", "3", "9"));
    assertEquals(
        "  if 99 stands for no rating, --missing-value 99 leaves it out", hint("-9.5", "4", "99"));
    assertEquals("", hint("1", "2", "3"));
    assertEquals("", hint("-1", "0", "1"));
    assertEquals("", hint("0", "0.5", "1"));
    assertEquals(
        "r.csv: 2 ratings of 2 items by 2 users; 1 rows without a rating left out",
        printed(
                read(
                    "1,1,-1\n1,1,3\n2,2,9\n",
                    DEFAULTS.toBuilder().missingValues(List.of("-1")).build()))
            .lines()
            .findFirst()
            .orElse(""));
  }

  private String hint(String low, String middle, String high) throws IOException {
    String text = "1,1,%s\n2,2,%s\n3,2,%s\n".formatted(low, middle, high);
    return printed(read(text, DEFAULTS))
        .lines()
        .filter(line -> line.contains("stands for no rating"))
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
