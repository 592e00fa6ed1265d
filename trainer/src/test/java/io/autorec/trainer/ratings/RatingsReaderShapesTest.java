package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.input.TextEncoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are no rows, rows of a wrong width, and several rows that look like one. */
class RatingsReaderShapesTest {
  private static final String TABLE = "1 A 1.0\n1 B 5.0\n2 A 4.0\n";
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();
  private static final ReadOptions SKIPPING = DEFAULTS.toBuilder().skipBadRows(true).build();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# an export\n#\n## of it\nuser,item,rating\n1,A,1\n1,B,5\n2,A,4\n",
        "% sym weighted\n% 3 2 2\n1 A 1\n1 B 5\n2 A 4\n",
        "# it's \"quoted\nuser,item,rating\n1,A,1\n1,B,5\n2,A,4\n",
        "#user,item,rating\n1,A,1\n1,B,5\n2,A,4\n",
        "user,item,rating,\n1,A,1,\n1,B,5,\n2,A,4,\n",
        "1,A,1,\n1,B,5,\n2,A,4,\n",
        "user,item,rating\n1,A,1,,\n1,B,5,\n2,A,4\n",
        "user,item,rating,note\n1,A,1,well, well\n1,B,5,a,b,c\n2,A,4\n",
        "\"1\"::\"A\"::1\n1::B::5\n2::A::4\n",
        "\"user\" \"item\" \"rating\"\n\"1\" \"A\" 1\n\"1\" \"B\" 5\n\"2\" \"A\" 4\n",
      })
  void read_givesTheTable_whateverStandsAroundIt(String text) throws IOException {
    assertEquals(TABLE, TextFiles.contents(read(text, DEFAULTS).table()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user,item,rating\n1,A,1\n\uFEFFuser,item,rating\n1,B,5\nuser,item,rating\n2,A,4\n",
        "# a\n# b\nuser\titem\trating\n1\tA\t1\nuser\titem\trating\n1\tB\t5\n2\tA\t4\nuser\titem\trating",
      })
  void read_leavesOutTheHeader_whereItIsRepeated(String text) throws IOException {
    RatingsFile file = read(text, DEFAULTS);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    List<String> notes = file.summary().notes();
    assertEquals("header lines within the data left out: 2", notes.get(notes.size() - 1));
    assertEquals(
        text.startsWith("#") ? "2 lines of comments before the data left out" : notes.get(0),
        notes.get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a::b\"::7::5\n1::8::3\n", "\"a\tb\"\t7\t5\n1\t8\t3\n"})
  void read_takesAQuotedSeparator_inTheFirstRow(String text) throws IOException {
    RatingsFile file = read(text, DEFAULTS);
    assertEquals(5, file.table().rating(file.table().size() - 1));
    assertEquals(2, file.table().users().size());
    assertEquals(List.of("7", "8"), file.table().items().ids());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          user,title,item,rating;1,Catch, 22,A,4 | 2: 5 fields (expected: 4, as in the header; a name there for each column, quotes around a field with a separator in it, or --skip-bad-rows)
          user,item,rating;x1,1,A,4              | 2: 4 fields (expected: 3, as in the header; a name there for each column, quotes around a field with a separator in it, or --skip-bad-rows)
          1 5 3;1 5 3 4                          | 2: 4 fields (expected: 3, as in the first line; quotes around a field with a separator in it, or --skip-bad-rows)
          1 5 3 8 9;2 5 3 8                      | 1: 5 fields without a header: "1 5 3 8 9" (expected: user, item, rating and maybe a time; or where they are, as --user-column 1 --item-column 2 --rating-column 3 say; or a header)
          user,item,rating,rating;1,A,1,2        | 1: two columns named "rating", 3 and 4 (expected: the position of that of ratings, by --rating-column)
          user^item^rating;1^A^1                 | 1: one field: "user^item^rating" (expected: fields separated by commas, tabs, semicolons, pipes, :: or blanks, or as --separator says)
          1\tA1\tband 1, the\t9;1\tA2\tx\t8       | 1: neither a header nor a rating: "1\\tA1\\tband 1, the\\t9" (expected: columns named userId, movieId, rating; or a user, an item and a rating, in this order or as --user-column, --item-column and --rating-column say; or --interactions)
          """)
  void read_refuses_whenRowsHaveAnotherWidth(String lines, String message) throws IOException {
    assertEquals(message, refusal(lines.replace(';', '\n').replace("\\t", "\t"), DEFAULTS));
  }

  @Test
  void read_takesLongRows_onceToldWhereTheColumnsAre() throws IOException {
    ReadOptions placed =
        DEFAULTS.toBuilder().userColumn("2").itemColumn("3").ratingColumn("4").build();
    String text = "0,1,A,1,x\n1,1,B,5,y\n2,2,A,4,z\n";
    assertEquals(TABLE, TextFiles.contents(read(text, placed).table()));
    assertEquals(
        "4: 4 fields (expected: at least 5: user, item, rating; --skip-bad-rows leaves such rows out)",
        refusal(text + "3,2,A,4\n", placed));
    ReadOptions second = DEFAULTS.toBuilder().ratingColumn("4").build();
    assertEquals(
        TABLE,
        TextFiles.contents(
            read("user,item,rating,rating\n1,A,9,1\n1,B,9,5\n2,A,9,4\n", second).table()));
  }

  @Test
  void read_namesTheLine_whoseQuoteSwallowsRows() throws IOException {
    String header = "user,item,rating,note\n";
    String swallowed = "1,C,3,\"good\n1,A,1,fine\n1,B,5,fine\n2,A,4,bad\"\n";
    assertEquals(
        "2: a quoted field that is not closed on its line, while line 3 looks like a row of its own (expected: a"
            + " closing quote; --skip-bad-rows leaves such rows out)",
        refusal(header + swallowed, DEFAULTS));
    RatingsFile file = read(header + swallowed, SKIPPING);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals(1, file.skippedRows());
    assertEquals(
        "3: a quoted field that is not closed on its line, while line 4 looks like a row of its own (expected: a"
            + " closing quote; --skip-bad-rows leaves such rows out)",
        refusal(header + "1,A,1,\n1,B,2,\"x\n1,B,5,y\"\n", DEFAULTS));
    String texts = "1,A,1,\"first\nsecond, third\n\"\n1,B,5,\"a,b,c,d\n\n1,2\"\n2,A,4,\n";
    assertEquals(TABLE, TextFiles.contents(read(header + texts, DEFAULTS).table()));
  }

  @Test
  void read_joinsParts_ofWhichTheFirstAloneHasTheHeader() throws IOException {
    TextFiles.write(folder, "a.csv", "item,user,rating\nA,1,1\n");
    TextFiles.write(folder, "b.csv", "B,1,5\n");
    TextFiles.write(folder, "c.csv", "item,user,rating\nA,2,4\n");
    assertEquals(TABLE, TextFiles.contents(readAll("a.csv", "b.csv", "c.csv").table()));
    TextFiles.write(folder, "a.csv", "1,A,1,7\n");
    TextFiles.write(folder, "b.csv", "1,B,5\n2,A,4,8\n");
    assertEquals(TABLE, TextFiles.contents(readAll("a.csv", "b.csv").table()));
    TextFiles.write(folder, "b.csv", "1,B\n");
    InputException e = assertThrows(InputException.class, () -> readAll("a.csv", "b.csv"));
    assertEquals(
        folder.resolve("b.csv")
            + ":1: 2 fields (expected: at least 3: user, item, rating, timestamp; --skip-bad-rows leaves such rows out)",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          user,item,plays;1,A,"1,003"   | plays holds "1,003"
          user,item,liked;1,A,dislike   | liked holds "dislike"
          user,item,ok;1,A,true         | ok holds "true"
          user,item,stars%;1,A,60%      | stars% holds "60%"
          user,item,a,b,c;1,A,4/5,3,7   | b, c hold numbers, a holds "4/5"
          """)
  void read_refuses_whenAColumnMayRate(String lines, String found) throws IOException {
    Path file = TextFiles.write(folder, "r.csv", lines.replace(';', '\n') + "\n2,B,x\n");
    InputException e = assertThrows(InputException.class, () -> RatingsReader.read(file, DEFAULTS));
    assertEquals(
        file
            + ": no column is known to hold ratings, and "
            + found
            + " (expected: --rating-column NAME, or --interactions if there are no ratings)",
        e.getMessage());
  }

  @Test
  void read_refusesANulCharacter_anywhere() throws IOException {
    assertEquals(
        "3: not text (a NUL character)", refusal("user,item,rating\n1,A,1\n1,\0B,5\n", SKIPPING));
  }

  private RatingsFile readAll(String... names) {
    List<Path> files = List.of(names).stream().map(folder::resolve).toList();
    return RatingsReader.read(new InputFiles(files, TextEncoding.DETECTED), DEFAULTS);
  }

  private RatingsFile read(String text, ReadOptions options) throws IOException {
    return RatingsReader.read(TextFiles.write(folder, "r.csv", text), options);
  }

  private String refusal(String text, ReadOptions options) throws IOException {
    Path file = TextFiles.write(folder, "r.csv", text);
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> RatingsReader.read(file, options))
                .getMessage());
    assertEquals(file + ":", message.substring(0, file.toString().length() + 1));
    return message.substring(file.toString().length() + 1);
  }
}
