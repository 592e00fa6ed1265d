package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any ratings with text beside them, wherever it has quotes. */
class RatingsReaderQuotesPropertiesTest {
  private record Line(int user, int item, float rating, String title) {
    String rated() {
      return "u" + user + " i" + item + " " + rating + "\n";
    }

    String csv(String writtenTitle) {
      return "u" + user + "," + writtenTitle + ",i" + item + "," + rating + "\n";
    }
  }

  @Property(tries = 300)
  void read_givesBackEveryRow_ofTabSeparatedText(@ForAll("tabLines") List<Line> lines)
      throws IOException {
    StringBuilder text = new StringBuilder("user\ttitle\titem\trating\tnote\n");
    for (Line line : lines) {
      List<String> fields =
          List.of("u" + line.user(), line.title(), "i" + line.item(), line.rating() + "");
      text.append(String.join("\t", fields)).append('\t').append(line.title()).append('\n');
    }
    RatingsFile file = read(text.toString(), false);
    assertEquals(contents(lines), TextFiles.contents(file.table()));
    assertEquals(lines.size(), file.rows());
  }

  @Property(tries = 300)
  void read_namesTheLineOrSkipsTheRow_whenOneQuoteIsNeverClosed(
      @ForAll("csvLines") List<Line> lines, @ForAll("rows") int row) throws IOException {
    StringBuilder text = new StringBuilder("user,title,item,rating\n");
    lines.forEach(line -> text.append(line.csv(quoted(line.title()))));
    int at = row % (lines.size() + 1);
    int start = 0;
    int opened = 2;
    for (Line line : lines.subList(0, at)) {
      start += line.csv(quoted(line.title())).length();
      opened += (int) line.csv(line.title()).chars().filter(c -> c == '\n').count();
    }
    int header = text.indexOf("\n") + 1;
    text.insert(header + start, new Line(99, 99, 5, "").csv("\"never closed"));

    InputException e = assertThrows(InputException.class, () -> read(text.toString(), false));
    assertEquals(
        opened + ": a quoted field that is n",
        String.valueOf(e.getMessage()).replaceAll("^[^:]*:|(?<=that is n).*", ""));
    RatingsFile file = read(text.toString(), true);
    assertEquals(contents(lines), TextFiles.contents(file.table()));
    assertEquals(1, file.skippedRows());
  }

  @Provide
  Arbitrary<List<Line>> tabLines() {
    return lines(Arbitraries.strings().withChars("\"\"\"ab ,;'\\").ofMaxLength(6));
  }

  /** Titles that start with a letter: a quote before them cannot be taken for a closing one. */
  @Provide
  Arbitrary<List<Line>> csvLines() {
    return lines(Arbitraries.strings().withChars("\"\"ab ,;\n").ofMaxLength(6).map(s -> "T" + s));
  }

  @Provide
  Arbitrary<Integer> rows() {
    return Arbitraries.integers().between(0, 30);
  }

  private static Arbitrary<List<Line>> lines(Arbitrary<String> title) {
    Arbitrary<Integer> id = Arbitraries.integers().between(10, 30);
    Arbitrary<Float> rating = Arbitraries.integers().between(1, 10).map(half -> half / 2f);
    return Combinators.combine(id, id, rating, title)
        .as(Line::new)
        .list()
        .uniqueElements(line -> line.user() + " " + line.item())
        .ofMaxSize(20)
        .map(RatingsReaderQuotesPropertiesTest::usable);
  }

  private static List<Line> usable(List<Line> lines) {
    List<Line> all = new ArrayList<>(lines);
    all.add(new Line(1, 1, 1, "T"));
    all.add(new Line(2, 2, 2, "T"));
    return all;
  }

  private static String contents(Collection<Line> lines) {
    return lines.stream().map(Line::rated).collect(Collectors.toCollection(TreeSet::new)).stream()
        .collect(Collectors.joining());
  }

  private static String quoted(String title) {
    return "\"" + title.replace("\"", "\"\"") + "\"";
  }

  private static RatingsFile read(String text, boolean skipBadRows) throws IOException {
    Path file = Files.createTempFile("ratings", ".txt");
    try {
      Files.writeString(file, text);
      return RatingsReader.read(
          file, ReadOptions.defaults().toBuilder().skipBadRows(skipBadRows).build());
    } finally {
      Files.delete(file);
    }
  }
}
