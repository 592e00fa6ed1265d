package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any ratings, in every format. */
class RatingsReaderPropertiesTest {
  private record Line(String user, String item, float rating) {}

  @Property(tries = 150)
  void read_givesBackWhatWasWritten_inEveryFormat(@ForAll("plainLines") List<Line> lines)
      throws IOException {
    Map<String, Float> expected = new TreeMap<>();
    lines.forEach(line -> expected.put(line.user() + " " + line.item(), line.rating()));
    for (String separator : List.of("::", "\t")) {
      assertEquals(expected, asMap(read(joined("", lines, separator))));
    }
    for (String separator : List.of(",", ";", "\t")) {
      String header = String.join(separator, "userId", "movieId", "rating") + "\n";
      assertEquals(expected, asMap(read(joined(header, lines, separator))));
    }
  }

  @Property(tries = 150)
  void read_givesBackAnyId_whenQuoted(@ForAll("wildLines") List<Line> lines) throws IOException {
    StringBuilder csv = new StringBuilder("userId,movieId,rating\n");
    Map<String, Float> expected = new TreeMap<>();
    for (Line line : lines) {
      csv.append(quoted(line.user())).append(',').append(quoted(line.item()));
      csv.append(',').append(line.rating()).append('\n');
      expected.put(line.user().strip() + " " + line.item().strip(), line.rating());
    }
    assertEquals(expected, asMap(read(csv.toString())));
  }

  @Property(tries = 150)
  void read_givesTheSameTable_whenLinesAreShuffled(
      @ForAll("plainLines") List<Line> lines, @ForAll Random random) throws IOException {
    List<Line> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, random);
    RatingTable table = read(joined("", lines, "::"));
    RatingTable other = read(joined("", shuffled, "::"));
    assertEquals(TextFiles.contents(table), TextFiles.contents(other));
    assertEquals(table.users().ids(), other.users().ids());
    assertEquals(table.items().ids(), other.items().ids());
  }

  @Property(tries = 50)
  void read_givesTheSameTable_whenGzipped(@ForAll("plainLines") List<Line> lines)
      throws IOException {
    String text = joined("", lines, "\t");
    assertEquals(
        TextFiles.contents(read(text)), TextFiles.contents(readBytes(TextFiles.gzipped(text))));
  }

  @Provide
  Arbitrary<List<Line>> plainLines() {
    Arbitrary<String> number = Arbitraries.integers().between(-3, 40).map(String::valueOf);
    Arbitrary<String> word = Arbitraries.strings().ofMaxLength(3).ofMinLength(1).alpha();
    return lines(Arbitraries.oneOf(number, word));
  }

  @Provide
  Arbitrary<List<Line>> wildLines() {
    return lines(
        Arbitraries.strings()
            .withChars("ab,;\t\"':| #é\u4e00")
            .ofMinLength(1)
            .ofMaxLength(4)
            .filter(id -> !id.isBlank()));
  }

  private static Arbitrary<List<Line>> lines(Arbitrary<String> id) {
    Arbitrary<Float> rating =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-20, 20).map(half -> half / 2f),
            Arbitraries.floats().between(-1e6f, 1e6f).filter(value -> value != 0)); // -0 becomes 0
    return Combinators.combine(id, id, rating)
        .as(Line::new)
        .list()
        .uniqueElements(line -> line.user().strip() + " " + line.item().strip())
        .ofMinSize(2)
        .ofMaxSize(30)
        .filter(RatingsReaderPropertiesTest::isUsable);
  }

  private static boolean isUsable(List<Line> lines) {
    return lines.stream().map(line -> line.user().strip()).distinct().count() > 1
        && lines.stream().map(line -> line.item().strip()).distinct().count() > 1
        && lines.stream().map(Line::rating).distinct().count() > 1;
  }

  private static String joined(String header, List<Line> lines, String separator) {
    StringBuilder text = new StringBuilder(header);
    for (Line line : lines) {
      text.append(String.join(separator, line.user(), line.item(), line.rating() + "\n"));
    }
    return text.toString();
  }

  private static String quoted(String id) {
    return "\"" + id.replace("\"", "\"\"") + "\"";
  }

  private static Map<String, Float> asMap(RatingTable table) {
    Map<String, Float> ratings = new TreeMap<>();
    for (int i = 0; i < table.size(); i++) {
      String pair = table.users().id(table.user(i)) + " " + table.items().id(table.item(i));
      assertEquals(null, ratings.put(pair, table.rating(i)));
    }
    return ratings;
  }

  private static RatingTable read(String text) throws IOException {
    return readBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RatingTable readBytes(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("ratings", ".txt");
    try {
      Files.write(file, bytes);
      return RatingsReader.read(file, ReadOptions.defaults()).table();
    } finally {
      Files.delete(file);
    }
  }
}
