package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for any ratings in any dialect of text, whole or damaged. */
class RatingsReaderDialectsPropertiesTest {
  private record Line(String user, String item, int halves) {
    String rating() {
      return Float.toString(halves / 2f);
    }
  }

  /**
   * How a table is written.
   *
   * @param order the columns of user, item and rating, as indexes of these
   */
  private record Dialect(
      String separator, boolean header, List<Integer> order, String end, boolean quoted) {
    String written(List<Line> lines) {
      StringBuilder text = new StringBuilder();
      if (header) {
        append(text, "user_id", "movieId", "Rating");
      }
      lines.forEach(line -> append(text, line.user(), line.item(), line.rating()));
      return text.toString();
    }

    private void append(StringBuilder text, String... fields) {
      String quote = quoted ? "\"" : "";
      List<String> inOrder = new ArrayList<>();
      order.forEach(index -> inOrder.add(quote + fields[index] + quote));
      text.append(String.join(separator, inOrder)).append(end);
    }

    ReadOptions options() {
      ReadOptions defaults = ReadOptions.defaults();
      return header
          ? defaults
          : defaults.toBuilder()
              .userColumn(String.valueOf(order.indexOf(0) + 1))
              .itemColumn(String.valueOf(order.indexOf(1) + 1))
              .ratingColumn(String.valueOf(order.indexOf(2) + 1))
              .build();
    }
  }

  @Property(tries = 1000)
  void read_givesBackWhatWasWritten_inAnyDialect(
      @ForAll("tables") List<Line> lines, @ForAll("dialects") Dialect dialect) throws IOException {
    Map<String, Float> expected = new TreeMap<>();
    lines.forEach(line -> expected.put(line.user() + " " + line.item(), line.halves() / 2f));
    byte[] bytes = dialect.written(lines).getBytes(StandardCharsets.UTF_8);
    RatingTable table = read(bytes, dialect.options()).table();
    Map<String, Float> found = new TreeMap<>();
    for (int i = 0; i < table.size(); i++) {
      found.put(
          table.users().id(table.user(i)) + " " + table.items().id(table.item(i)), table.rating(i));
    }
    assertEquals(expected, found);
  }

  /** A damaged file is read, or refused in one line. */
  @Property(tries = 10_000)
  void read_neverFailsOtherwise_whenBytesAreDamaged(
      @ForAll("tables") List<Line> lines,
      @ForAll("dialects") Dialect dialect,
      @ForAll @IntRange(max = 1 << 20) int at,
      @ForAll byte value,
      @ForAll @IntRange(max = 2) int kind,
      @ForAll boolean skipBadRows)
      throws IOException {
    byte[] whole = dialect.written(lines).getBytes(StandardCharsets.UTF_8);
    int index = at % whole.length;
    byte[] damaged =
        switch (kind) {
          case 0 -> replaced(whole, index, value);
          case 1 -> Arrays.copyOf(whole, index);
          default -> without(whole, index);
        };
    try {
      RatingsFile file =
          read(damaged, dialect.options().toBuilder().skipBadRows(skipBadRows).build());
      // One damaged byte costs two lines at most, where it joins them or opens a quote.
      long lost = lines.size() - file.rows() - file.skippedRows();
      assertFalse(kind != 1 && lost > 2, () -> lost + " rows lost without a word");
    } catch (InputException e) {
      assertFalse(String.valueOf(e.getMessage()).contains("\n"), e.getMessage());
    }
  }

  private static byte[] replaced(byte[] bytes, int index, byte value) {
    byte[] changed = bytes.clone();
    changed[index] = value;
    return changed;
  }

  private static byte[] without(byte[] bytes, int index) {
    byte[] rest = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, index + 1, rest, index, rest.length - index);
    return rest;
  }

  @Provide
  Arbitrary<List<Line>> tables() {
    Arbitrary<String> number = Arbitraries.integers().between(1, 40).map(String::valueOf);
    Arbitrary<String> word =
        Arbitraries.strings().withChars("abcé\u4e00_-").ofMinLength(1).ofMaxLength(4);
    Arbitrary<String> id = Arbitraries.oneOf(number, word.map(text -> "x" + text + "1"));
    return Combinators.combine(id, id, Arbitraries.integers().between(1, 10))
        .as(Line::new)
        .list()
        .uniqueElements(line -> line.user() + " " + line.item())
        .ofMaxSize(20)
        .map(RatingsReaderDialectsPropertiesTest::usable);
  }

  private static List<Line> usable(List<Line> lines) {
    List<Line> all = new ArrayList<>(lines);
    all.add(new Line("u1", "i1", 2));
    all.add(new Line("u2", "i2", 3));
    return all;
  }

  @Provide
  Arbitrary<Dialect> dialects() {
    return Combinators.combine(
            Arbitraries.of(",", ";", "\t", "|", "::", " "),
            Arbitraries.of(true, false),
            Arbitraries.of(List.of(0, 1, 2), List.of(1, 0, 2), List.of(2, 1, 0), List.of(2, 0, 1)),
            Arbitraries.of("\n", "\r\n", "\r"),
            Arbitraries.of(true, false))
        .as(
            (separator, header, order, end, quoted) ->
                new Dialect(separator, header, order, end, quoted && !separator.equals(" ")));
  }

  private static RatingsFile read(byte[] bytes, ReadOptions options) throws IOException {
    Path file = Files.createTempFile("ratings", ".txt");
    try {
      Files.write(file, bytes);
      return RatingsReader.read(file, options);
    } finally {
      Files.delete(file);
    }
  }
}
