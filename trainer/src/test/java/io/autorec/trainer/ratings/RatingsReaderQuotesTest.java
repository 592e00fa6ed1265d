package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotes in a ratings file: text, the ends of a field, or a mistake. */
class RatingsReaderQuotesTest {
  private static final String HEADER = "user,item,note,rating\n";
  private static final String TABLE = "1 A 1.0\n1 B 5.0\n2 A 4.0\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user\titem\tnote\trating\n1\tA\t\"Low (LP\t1\n1\tB\tSingle 7\"\t5\n2\tA\t\"X\" and \"Y\"\t4\n",
        "user\titem\tnote\trating\n1\tA\t\"\t1\n1\tB\t\"a \"b\"\"\t5\n2\tA\ta\"\"b\t4\n",
        "user\titem\tnote\trating\n\"1\"\t\"A\"\t\"n\"\t\"1\"\n1\tB\t\t5\n2\tA\t\"\"\t4\n",
        "user\titem\tnote\trating\n1\tA\t\"a\tb\"\t1\n1\tB\t\"a\t\"\"\tc\"\t5\n2\tA\t\"x\t4\n",
        "user\titem\trating\tnote\n1\tA\t1\t\"open\n1\tB\t5\tclosed\"\n2\tA\t4\t\"\"\"\n",
        "1\tA\t1\t5\n\"1\"\t\"B\"\t\"5\"\t\"6\"\n2\tA\t4\t7\n",
        "\"1\"::\"A\"::1\n1::B::\"5\"\n2::A::4\n",
        "user,item,note,rating\n1,A,Single 7\",1\n1,B,a \"b\" c,5\n2,A,\"x\n\",4\n",
      })
  void read_givesTheTable_whateverTheQuotes(String text) throws IOException {
    assertEquals(TABLE, TextFiles.contents(read(text, false).table()));
  }

  @Test
  void read_keepsAQuoteInAnId_whereNoneEnclosesIt() throws IOException {
    RatingTable table = read("1\t7\"\t1\n1\t\"7\t2\n\"2\t\"\"\"x\"\"\"\t3\n", false).table();
    assertEquals("\"2 \"x\" 3.0\n1 \"7 2.0\n1 7\" 1.0\n", TextFiles.contents(table));
  }

  @Test
  void read_namesTheLineOfTheOpeningQuote_whenItIsNeverClosed() {
    assertRefused(
        ":3: a quoted field that is never closed; --skip-bad-rows leaves such rows out",
        HEADER + "1,A,ok,1\n1,B,\"oh,5\n2,A,,4\n2,B,,4\n");
    assertRefused(
        ":4: a quoted field that is never closed; --skip-bad-rows leaves such rows out",
        HEADER + "1,A,ok,1\n1,B,\"oh\nno\",\"5\n2,A,,4\n");
    assertRefused(
        ":3: a quoted field that is not closed (its next quote, at line 5, stands before \"x\",4\");"
            + " --skip-bad-rows leaves such rows out",
        HEADER + "1,A,ok,1\n1,B,\"oh,5\n2,A,\"\",4\n2,B,\"x\",4\n");
    assertRefused(
        ":3: a quoted field that is not closed within 1048576 characters; --skip-bad-rows leaves such rows out",
        HEADER + "1,A,ok,1\n1,B,\"" + "2,A,,4\n".repeat(200_000));
  }

  @Test
  void read_showsTheText_whenItFollowsAClosingQuote() {
    assertRefused(
        ":2: text after a closing quote: \"103,3\""
            + " (expected: a separator; a quote inside a quoted field is written twice);"
            + " --skip-bad-rows leaves such rows out",
        HEADER + "1,A,\"Item\" 103,3\n2,B,,4\n");
  }

  @Test
  void read_skipsThatRowAlone_whenItsQuoteIsNeverClosed() throws IOException {
    RatingsFile file =
        read(HEADER + "1,A,\"oh,3\n1,A,,1\n1,B,\"no\" no,5\n1,B,,5\n2,A,,4\n2,B,\"end,5", true);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals(3, file.skippedRows());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,\"x,no,3\n1,A,,1\n1,B,,5\n2,A,,4\ny\",no,2\n",
        "1,x,no,\"3\n1,A,,1\n1,B,,5\n2,A,,4\n3,x,no,5\"\n",
      })
  void read_skipsLinesAlone_whenAQuoteMakesOneRowOfThem(String rows) throws IOException {
    RatingsFile file = read(HEADER + rows, true);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals(2, file.skippedRows());
  }

  @Test
  void read_skipsThatRowAlone_whenMuchFollowsItsQuote() throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append("0,A,\"oh,3\n\n");
    for (int i = 0; i < 200_000; i++) {
      text.append(i).append(",A,,").append(i % 5).append('\n');
    }
    RatingsFile file = read(text.append("0,B,\"\nx\",y\n0,B,,4\n").toString(), true);
    assertEquals(200_001, file.rows());
    assertEquals(2, file.skippedRows());
  }

  @Test
  void next_keepsCountOfLines_afterAQuoteThatIsNeverClosed() throws IOException {
    BufferedReader text = new BufferedReader(new StringReader("a,\"b\n\nc,\"d\"\n\"e\n"));
    Rows rows = Rows.of(Path.of("r.csv"), text, ",");
    assertThrows(InputException.class, rows::next);
    assertTrue(rows.next());
    assertEquals(List.of("c", "d"), rows.fields());
    assertEquals(3, rows.line());
    InputException e = assertThrows(InputException.class, rows::next);
    assertEquals("r.csv:4: a quoted field that is never closed", e.getMessage());
    assertFalse(rows.next());
  }

  private void assertRefused(String message, String text) {
    Path file = folder.resolve("r.txt");
    InputException e = assertThrows(InputException.class, () -> read(text, false));
    assertEquals(file + message, e.getMessage());
  }

  private RatingsFile read(String text, boolean skipBadRows) throws IOException {
    Path file = TextFiles.write(folder, "r.txt", text);
    return RatingsReader.read(
        file, ReadOptions.defaults().toBuilder().skipBadRows(skipBadRows).build());
  }
}
