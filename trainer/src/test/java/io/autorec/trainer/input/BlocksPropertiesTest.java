package io.autorec.trainer.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.blocks.TextBlocks;
import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.times.Timestamps;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** Rows read in blocks are the rows read one by one, whatever the text. */
class BlocksPropertiesTest {
  private static final Path FILE = Path.of("f");
  private static final Layout LAYOUT =
      new Layout(0, 1, 2, 3, 3, 5, "userId", new FieldValues(false, List.of("-1")));

  /** What a reader met: rows with their line (0 for one of a block), or why it failed. */
  private record Met(long line, String what) {}

  @Property(tries = 2000)
  void blocks_areTheRowsThatComeOneByOne(
      @ForAll("texts") List<String> lines,
      @ForAll("separators") String separator,
      @ForAll @IntRange(min = 1, max = 60) int first,
      @ForAll @IntRange(min = 1, max = 200) int bytes,
      @ForAll @IntRange(min = 100, max = 400) int longest)
      throws IOException {
    byte[] text = bytes(String.join("", lines).replace("|", separator));
    AtomicLong inBlocks = new AtomicLong();
    List<Met> expected = read(oneByOne(text), separator, inBlocks);
    assertEquals(0, inBlocks.get());
    TextBlocks blocks = new TextBlocks(new ByteArrayInputStream(text), first, bytes, longest);
    List<Met> found = read(new Lines(blocks, "advice"), separator, inBlocks);
    Statistics.collect(
        inBlocks.get() == 0 ? "none in blocks" : inBlocks.get() < found.size() ? "some" : "all");
    assertEquals(expected.stream().map(Met::what).toList(), found.stream().map(Met::what).toList());
    for (int i = 0; i < found.size(); i++) {
      long line = found.get(i).line();
      assertTrue(line == 0 || line == expected.get(i).line(), found.get(i) + " " + expected.get(i));
    }
  }

  /** A bar stands for the separator, and \u00a4 for a byte that is no text. */
  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<String> plain =
        Arbitraries.of(
            "1|2|3.5|1112486027\n",
            "1|3|4|1112486028\n",
            "2|10|0.5|\n",
            "2|11|1|17\n",
            " 2 |\t12|1 |17\n",
            "\"1\"|\" 2\"|\"3\"|\"4\"\n",
            "1|2|3|4|\"so, so\"\n",
            "caf\u00e9|1|2|3\n",
            "2|13|5|2014-05-03 12:00:01\n",
            "3|14|-1|1\n",
            "\n");
    Arbitrary<String> windows = plain.map(line -> line.replace("\n", "\r\n"));
    Arbitrary<String> odd =
        Arbitraries.of(
            "1|\"2\"3|3|4\n",
            "1|\"2 \"\"3\"|3|4\n",
            "1|2\"3|3|4\n",
            "1|\"2|3\"|3|4\n",
            "\"\"|2|3|4\n",
            "1|2|3|\"4\" |x\n",
            "1|2|3|4|\"a\nb|1|2|3\n\"\n",
            "\"1|2|3\n",
            "1|2\n",
            "1|2|3\n",
            "1|2|3|4|x|y\n",
            "1||3|4\n",
            "|2|3|4\n",
            "||\n",
            "1|2|x|4\n",
            "1|2|3|yesterday\n",
            "1|2|3|5/6/2014\n",
            "userId|movieId|rating|timestamp\n",
            "\u00a01\u00a0|2|3|4\n",
            "1|\ufeff2|3|4\n",
            "1|2\u0001|3|4\n",
            "   \n",
            "1|2|3|4\r1|5|3|4\n",
            "1|2\u00a4|3|4\n",
            "4|" + "9".repeat(120) + "|1|1\n",
            "1|2|3|123456789012345678901\n");
    Arbitrary<List<String>> most =
        Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(20, plain),
                net.jqwik.api.Tuple.of(4, windows),
                net.jqwik.api.Tuple.of(1, odd))
            .list()
            .ofMaxSize(40);
    return most.flatMap(
        lines ->
            Arbitraries.of("", "1|2|3|4", "1|2|3|4\r")
                .map(
                    end -> {
                      List<String> all = new ArrayList<>(lines);
                      all.add(end);
                      return all;
                    }));
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(",", ";", "\t", "::", "|", " ");
  }

  @Test
  void blocks_areReadAfterAnOddOne() throws IOException {
    String plain = "1,2,3,4\n".repeat(100);
    byte[] text = bytes(plain + "1,\"2\"x,3,4\n" + plain);
    AtomicLong inBlocks = new AtomicLong();
    TextBlocks blocks = new TextBlocks(new ByteArrayInputStream(text), 10, 80, 1000);
    List<Met> found = read(new Lines(blocks, "advice"), ",", inBlocks);
    assertEquals(201, found.size());
    assertTrue(inBlocks.get() >= 180, "rows in blocks: " + inBlocks);
  }

  @Test
  void rows_goOn_whereverTheTextIsCutWithinALineEnd() throws IOException {
    byte[] text = bytes("\"1\",2,3,4\r\n" + "1,2,3,1\r\n".repeat(20_000));
    TextBlocks blocks = new TextBlocks(new ByteArrayInputStream(text));
    assertEquals(20_001, read(new Lines(blocks, "advice"), ",", new AtomicLong()).size());
  }

  @Test
  void blocks_leaveTheFirstRow_whichTellsHowManyFieldsThereAre() throws IOException {
    byte[] text = bytes("1|2|3|4\n1|2|3\n\"a|b\"|7|4\n");
    TextBlocks blocks = new TextBlocks(new ByteArrayInputStream(text), 8, 24, 1000);
    List<Met> expected = read(oneByOne(text), "|", new AtomicLong());
    List<Met> found = read(new Lines(blocks, "advice"), "|", new AtomicLong());
    assertEquals(expected.stream().map(Met::what).toList(), found.stream().map(Met::what).toList());
  }

  private static Lines oneByOne(byte[] text) {
    return new Lines(
        new BufferedReader(
            new StrictText(new ByteArrayInputStream(text), StandardCharsets.UTF_8, "advice", 1)));
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\u00a4') {
        bytes.write(0xFF);
      } else {
        bytes.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** Reads as the reader of ratings does: a block where there is one, else a row. */
  private static List<Met> read(Lines lines, String separator, AtomicLong inBlocks) {
    List<Met> met = new ArrayList<>();
    Rows rows = Rows.of(FILE, lines, separator);
    while (true) {
      try {
        RatingBlock block = rows.nextBlock(LAYOUT);
        if (block != null) {
          inBlocks.addAndGet(block.rows());
          add(block, met);
        } else if (rows.next()) {
          met.add(new Met(rows.line(), row(rows)));
        } else {
          return met;
        }
      } catch (InputException e) {
        met.add(new Met(0, String.valueOf(e.getMessage())));
      } catch (IOException e) {
        met.add(new Met(0, String.valueOf(e.getMessage())));
        return met;
      }
    }
  }

  private static void add(RatingBlock block, List<Met> met) {
    for (int row = 0; row < block.rows(); row++) {
      met.add(
          new Met(
              0,
              row(
                  block.users().text(block.userOf()[row]),
                  block.items().text(block.itemOf()[row]),
                  block.ratings()[row],
                  block.times()[row])));
    }
  }

  /** A good row, without a time if it has no rating; all fields of one that is not. */
  private static String row(Rows rows) {
    FieldValues values = LAYOUT.values();
    boolean fits = rows.size() >= LAYOUT.least() && rows.size() <= LAYOUT.most();
    float rating = fits ? values.rating(rows.field(2)) : Float.NaN;
    double time = rows.size() > 3 ? values.time(rows.field(3)) : values.time("");
    if (!fits
        || Float.isNaN(rating)
        || Double.isNaN(time)
        || rows.field(0).isEmpty()
        || rows.field(0).equals("userId")
        || rows.field(1).isEmpty()) {
      return "odd: " + rows.fields();
    }
    return row(
        rows.field(0),
        rows.field(1),
        rating,
        rating == FieldValues.MISSING ? Timestamps.NONE : time);
  }

  private static String row(String user, String item, float rating, double time) {
    return String.format(Locale.ROOT, "%s %s %s %s", user, item, rating, time);
  }
}
