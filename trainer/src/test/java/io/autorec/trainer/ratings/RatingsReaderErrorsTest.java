package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users are told: the whole message, after the folder. */
class RatingsReaderErrorsTest {
  private static final String HEADER = "userId,movieId,rating,timestamp\n1,1,1,1\n";
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();

  private static final String NUMBER =
      "a number from -1000000 to 1000000; --skip-bad-rows leaves such rows out, --missing-value names what"
          + " stands for none";

  private static final String SKIP = "--skip-bad-rows leaves such rows out";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,2,abc,4  | rating "abc" (expected: NUMBER)
          1,2,NaN,4  | rating "NaN" (expected: NUMBER)
          1,2,1e99,4 | rating "1e99" (expected: NUMBER)
          1,2,3f,4   | rating "3f" (expected: NUMBER)
          1,2,,4     | rating "" (expected: NUMBER)
          1,2        | 2 fields (expected: at least 3: userId, movieId, rating, timestamp; SKIP)
          1,2,3,4,5  | 5 fields (expected: 4, as in the header; a name there for each column, quotes around a field with a separator in it, or --skip-bad-rows)
          ,2,3,4     | user id empty (expected: an id; SKIP)
          1,' ',3,4  | item id empty (expected: an id; SKIP)
          """)
  void read_namesLineAndValue_whenARowIsBad(String row, String reason) throws IOException {
    assertEquals(
        "ratings.csv:3: " + reason.replace("NUMBER", NUMBER).replace("SKIP", SKIP),
        messageFor(HEADER + row.replace("'", "") + "\n2,2,2,2\n"));
  }

  @Test
  void read_namesTheStartingLine_whenFieldsSpanLines() throws IOException {
    String text = "user,item,rating,note\n1,1,1,\"a\nb\n\"\n1,2,x,\n";
    assertEquals("ratings.csv:5: rating \"x\" (expected: " + NUMBER + ")", messageFor(text));
  }

  @Test
  void read_namesTheLine_whenPlainRowsAreBad() throws IOException {
    assertEquals(
        "ratings.csv:3: 2 fields (expected: at least 3: user, item, rating; " + SKIP + ")",
        messageFor("1::1::1\n\n1::2\n"));
    assertEquals(
        "ratings.csv:2: 2 fields (expected: at least 3: user, item, rating, timestamp; "
            + SKIP
            + ")",
        messageFor("1\t1\t1\t5\n1\t2\n"));
  }

  @Test
  void read_keepsTheMessageOnOneLine_whenTheValueIsNot() throws IOException {
    String message = messageFor("user,item,rating\n1,1,\"a\nb\"\n");
    assertEquals("ratings.csv:2: rating \"a\\nb\" (expected: " + NUMBER + ")", message);
    assertEquals(
        "ratings.csv:2: user id \"a\\nb\" (expected: no line break)",
        messageFor("user,item,rating\n\"a\nb\",1,1\n"));
  }

  @Test
  void read_namesWhatWasFound_whenAColumnIsMissing() throws IOException {
    assertEquals(
        "ratings.csv:1: no column of items in the header \"userId, film, rating\""
            + " (expected: one named movieId or itemId, or as --item-column NAME or POSITION says)",
        messageFor("userId,film,rating\n1,1,1\n"));
    Path file = TextFiles.write(folder, "ratings.csv", HEADER);
    assertEquals(
        "ratings.csv:1: no column of timestamps in the header"
            + " \"userId, movieId, rating, timestamp\" (expected: one named when)",
        message(file, ReadOptions.defaults().toBuilder().timestampColumn("when").build()));
  }

  @Test
  void read_refuses_whenAColumnHasTwoRoles() throws IOException {
    Path file = TextFiles.write(folder, "ratings.csv", HEADER);
    assertEquals(
        "ratings.csv:1: column \"movieId\" in two roles"
            + " (expected: a column each for users, items, ratings and timestamps)",
        message(file, ReadOptions.defaults().toBuilder().userColumn("movieId").build()));
  }

  @Test
  void read_saysSo_whenThereIsNoHeader() throws IOException {
    assertEquals(
        "ratings.csv:1: neither a header nor a rating: \"1,31,good,1260759144\" (expected: columns named userId,"
            + " movieId, rating; or a user, an item and a rating, in this order or as --user-column, --item-column"
            + " and --rating-column say; or --interactions)",
        messageFor("1,31,good,1260759144\n"));
    Path file = TextFiles.write(folder, "ratings.dat", "1::1::1\n");
    String message = message(file, ReadOptions.defaults().toBuilder().userColumn("who").build());
    assertTrue(message.startsWith("ratings.dat:1: neither a header nor a rating"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          user,item,rating;1,1,1;1,2,2 | ratings of 1 user only (expected: at least 2 users)
          user,item,rating;1,1,1;2,1,2 | ratings of 1 item only (expected: at least 2 items)
          user,item,rating             | no ratings in it
          ;;                           | no text in it
          """)
  void read_refuses_whenNothingCanBeLearnt(String lines, String reason) throws IOException {
    assertEquals("ratings.csv: " + reason, messageFor(lines.replace(';', '\n')));
  }

  @Test
  void read_saysSo_whenAllRowsAreBad() throws IOException {
    Path file = TextFiles.write(folder, "ratings.csv", "user,item,rating\n1,1,x\n1,y\n");
    assertEquals(
        "ratings.csv: no good rows, 2 bad",
        message(file, ReadOptions.defaults().toBuilder().skipBadRows(true).build()));
  }

  @Test
  void read_saysWhatIsThere_whenItIsNoRatingsFile() throws IOException {
    assertEquals("none.csv: no such file", message(folder.resolve("none.csv"), DEFAULTS));
    Path inner = Files.createDirectory(folder.resolve("inner"));
    assertEquals("inner: no file in this folder", message(inner, DEFAULTS));
    assertEquals("ratings.csv: empty", messageFor(""));
    assertEquals(
        "b:1: byte 0xFF is not UTF-8 (expected: UTF-8, or --encoding NAME, such as ISO-8859-1 or windows-1252)",
        bytesMessage(new byte[] {'a', (byte) 0xff, 'b', '\n'}));
    assertEquals("b:1: not text (a NUL character)", bytesMessage(new byte[] {'a', 0, 'b', '\n'}));
    assertEquals(
        "b: a zip archive (expected: text, plain or packed by gzip, zstd or bzip2; pass it unpacked: unzip -p FILE | ... -)",
        bytesMessage("PK\u0003\u0004".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(
        "b: a zip archive (expected: text, plain or packed by gzip, zstd or bzip2; pass it unpacked: unzip -p FILE | ... -)",
        bytesMessage("PK\u0005\u0006".getBytes(StandardCharsets.US_ASCII)));
    assertEquals("b: no text in it", bytesMessage(TextFiles.gzipped("")));
  }

  @Test
  void read_saysSo_whenTheFileIsNotReadable() throws IOException {
    Path file = TextFiles.write(folder, "ratings.csv", HEADER);
    assertTrue(file.toFile().setReadable(false));
    assumeFalse(Files.isReadable(file), "skipped: this user can read every file");
    assertEquals(
        "ratings.csv: cannot be read (expected: permission to read it)", message(file, DEFAULTS));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 12, 40, 100})
  void read_saysSo_whenGzipIsCutOff(int bytesLeft) throws IOException {
    byte[] whole = TextFiles.gzipped(longText());
    assertEquals(
        "b: the gzip data ends too early (is the file cut off?)",
        bytesMessage(Arrays.copyOf(whole, bytesLeft)));
    assertEquals(
        "b: the gzip data ends too early (is the file cut off?)",
        bytesMessage(Arrays.copyOf(whole, whole.length - bytesLeft)));
  }

  @Test
  void read_saysSo_whenGzipIsBroken() throws IOException {
    byte[] bytes = TextFiles.gzipped(longText());
    bytes[bytes.length - 6] ^= 1; // in the checksum
    String message = bytesMessage(bytes);
    assertTrue(message.startsWith("b: broken gzip data: "), message);
    assertFalse(message.contains("\n"), message);
  }

  private static String longText() {
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (int i = 0; i < 2000; i++) {
      text.append(i * 7919 % 1013).append(',').append(i).append(',').append(i % 5).append('\n');
    }
    return text.toString();
  }

  private String messageFor(String text) throws IOException {
    return message(TextFiles.write(folder, "ratings.csv", text), DEFAULTS);
  }

  private String bytesMessage(byte[] bytes) throws IOException {
    return message(Files.write(folder.resolve("b"), bytes), DEFAULTS);
  }

  private String message(Path file, ReadOptions options) {
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> RatingsReader.read(file, options))
                .getMessage());
    assertTrue(message.startsWith(folder.toString()), message);
    return message.substring(folder.toString().length() + 1);
  }
}
