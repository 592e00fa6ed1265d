package io.autorec.trainer.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final Path FILE = Path.of("f.csv");

  private static Rows rows(String text, String separator) {
    return Rows.of(FILE, new BufferedReader(new StringReader(text)), separator);
  }

  private static List<List<String>> all(Rows rows) throws IOException {
    List<List<String>> all = new ArrayList<>();
    while (rows.next()) {
      all.add(rows.fields());
    }
    return all;
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    // Fields as people have them, and every character that means something in CSV.
    Arbitrary<String> field =
        Arbitraries.strings().withChars("ab,;\"\n é\t").ofMaxLength(8).map(String::strip);
    return Arbitraries.integers()
        .between(2, 4)
        .flatMap(width -> field.list().ofSize(width).list().ofMaxSize(6));
  }

  private static String quoted(List<String> fields, String separator) {
    return String.join(
        separator, fields.stream().map(field -> '"' + field.replace("\"", "\"\"") + '"').toList());
  }

  @Property(tries = 500)
  void csv_givesBackWhatWasQuoted(@ForAll("tables") List<List<String>> table) throws IOException {
    for (String separator : List.of(",", ";")) {
      StringBuilder text = new StringBuilder();
      for (List<String> fields : table) {
        text.append(quoted(fields, separator)).append('\n');
      }
      assertEquals(table, all(rows(text.toString(), separator)));
    }
  }

  @Test
  void csv_takesAQuoteInsideAField_asText() throws IOException {
    assertEquals(
        List.of(List.of("6' 2\" tall", "b"), List.of("c", "d\"")),
        all(rows("6' 2\" tall,b\nc,d\"\n", ",")));
  }

  @Test
  void csv_skipsBlankLines_andCountsThem() throws IOException {
    Rows rows = rows("\n  \na,b\n\nc,d", ",");
    assertTrue(rows.next());
    assertEquals(3, rows.line());
    assertTrue(rows.next());
    assertEquals(5, rows.line());
    assertFalse(rows.next());
  }

  @Test
  void csv_keepsEmptyFields_alsoAtTheEnd() throws IOException {
    assertEquals(List.of(List.of("", "a", "", "")), all(rows(",a,,", ",")));
  }

  @Test
  void csv_namesTheLineOfTheOpeningQuote_andGoesOnAfterIt() throws IOException {
    Rows rows = rows("a,b\nc,\"open\nd,e\nf,g\n", ",");
    assertTrue(rows.next());
    InputException e = assertThrows(InputException.class, rows::next);
    assertEquals("f.csv:2: a quoted field that is never closed", e.getMessage());
    assertTrue(rows.next());
    assertEquals(List.of("d", "e"), rows.fields());
    assertEquals(3, rows.line());
    assertTrue(rows.next());
    assertFalse(rows.next());
  }

  @Test
  void csv_refusesText_afterAClosingQuote() {
    InputException e = assertThrows(InputException.class, () -> rows("\"a\"b,c\n", ",").next());
    assertEquals(
        "f.csv:1: text after a closing quote: \"b,c\" (expected: a separator; a quote inside a"
            + " quoted field is written twice)",
        e.getMessage());
  }

  @Test
  void csv_refusesAFieldWithoutEnd_beforeItTakesTheMemory() {
    String text = "\"" + "x".repeat(1 << 20) + "\n" + "y\n".repeat(10);
    InputException e = assertThrows(InputException.class, () -> rows(text, ",").next());
    assertEquals(
        "f.csv:1: a quoted field that is not closed within 1048576 characters", e.getMessage());
  }

  @Test
  void plain_splitsAtTabs_andTakesAQuoteAsText() throws IOException {
    assertEquals(
        List.of(List.of("a \"b", "c"), List.of("d", "e")), all(rows("a \"b\tc\n\nd\te\n", "\t")));
  }

  @Test
  void plain_takesQuotesAway_thatEncloseAField() throws IOException {
    assertEquals(
        List.of(List.of("a", "b\"c"), List.of("d\te", "f")),
        all(rows("\"a\"\t\"b\"\"c\"\n\"d\te\"\tf\n", "\t")));
  }

  @Test
  void lines_comeAgain_inTheirOrder_whenPutBack() throws IOException {
    Lines lines = new Lines(new BufferedReader(new StringReader("a\nb\nc\n")));
    lines.next();
    lines.next();
    lines.next();
    lines.putBack(List.of("b", "c"));
    assertEquals(1, lines.number());
    assertEquals("b", lines.next());
    assertEquals(2, lines.number());
    assertEquals("c", lines.next());
    assertEquals(null, lines.next());
  }
}
