package io.autorec.trainer.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Sha256;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String read(Path file) throws IOException {
    try (InputFile input = InputFile.open(file)) {
      return String.join("\n", input.text().lines().toList());
    }
  }

  private static String refusal(Path file) {
    return String.valueOf(
        assertThrows(InputException.class, () -> InputFile.open(file)).getMessage());
  }

  @Test
  void text_isTheSame_plainOrGzipped_whateverTheName() throws IOException {
    assertEquals("a é\nb", read(file("a é\nb\n".getBytes(StandardCharsets.UTF_8))));
    assertEquals("a é\nb", read(file(gzip("a é\nb\n"))));
  }

  @Test
  void text_beginsAfterAByteOrderMark() throws IOException {
    assertEquals("a", read(file("\uFEFFa\n".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void sha256_isOfTheBytesOnDisk_evenIfOnlySomeWereRead() throws IOException {
    byte[] bytes = gzip("text\n".repeat(100_000));
    try (InputFile input = InputFile.open(file(bytes))) {
      assertEquals("text", input.text().readLine());
      assertEquals(Sha256.hex(bytes), input.sha256());
    }
  }

  @Test
  void open_refusesWhatIsNoFileOfText() throws IOException {
    Path missing = folder.resolve("missing");
    assertEquals(missing + ": no such file", refusal(missing));
    assertEquals(folder + ": a folder (expected: a file)", refusal(folder));
    Path file = file(new byte[0]);
    assertEquals(file + ": empty", refusal(file));
    file(new byte[] {'P', 'K', 3, 4, 0});
    assertEquals(file + ": a zip archive (expected: text or gzip; unpack it first)", refusal(file));
    file(new byte[] {'P', 'K', 5, 6});
    assertTrue(refusal(file).contains(": a zip archive"));
  }

  @Test
  void failure_saysWhatIsWrong_withBytesThatAreNoText() throws IOException {
    Path file = file(new byte[] {'a', (byte) 0xff, '\n'});
    assertEquals("f: not text in UTF-8", reading(file));
    byte[] packed = gzip("text\n".repeat(10_000));
    file(Arrays.copyOf(packed, packed.length - 12));
    assertEquals("f: the gzip data ends too early (is the file cut off?)", reading(file));
    packed[packed.length / 2] ^= 0x55;
    file(packed);
    assertTrue(reading(file).startsWith("f: "), reading(file));
  }

  private static String reading(Path file) {
    try {
      return read(file);
    } catch (IOException e) {
      return message(e);
    } catch (java.io.UncheckedIOException e) {
      return message(java.util.Objects.requireNonNull(e.getCause()));
    }
  }

  private static String message(IOException e) {
    return String.valueOf(InputFile.failure(Path.of("f"), e).getMessage());
  }

  private static FirstLine firstLine(String text) throws IOException {
    return FirstLine.peek(Path.of("f"), new BufferedReader(new StringReader(text)));
  }

  @Test
  void firstLine_isTheFirstThatIsNotBlank_andTheReaderStays() throws IOException {
    BufferedReader reader = new BufferedReader(new StringReader("\n  \n a,b \nc\n"));
    FirstLine first = FirstLine.peek(Path.of("f"), reader);
    assertEquals("a,b", first.text());
    assertEquals(3, first.line());
    assertEquals("", reader.readLine());
    assertEquals(List.of("a", "b"), first.fields(","));
    assertEquals(List.of("a,b"), first.fields(";"));
    assertEquals(List.of("\"a"), firstLine("\"a").fields(","));
  }

  @Test
  void firstLine_isRefused_whereThereIsNoText() {
    assertEquals("f: no text in it", refusedLine("\n \n"));
    assertEquals("f:2: not text (a NUL character)", refusedLine("\na\0b"));
    assertEquals("f:1: a line of more than 65000 characters", refusedLine("x".repeat(70_000)));
  }

  private static String refusedLine(String text) {
    return String.valueOf(assertThrows(InputException.class, () -> firstLine(text)).getMessage());
  }

  @Test
  void quoted_isOneShortLine_whateverTheValue() {
    assertEquals("\"a\\nb\\tc\"", InputException.quoted("a\nb\tc"));
    assertEquals("\"a\\u0007b\"", InputException.quoted("a\u0007b"));
    assertEquals("\"" + "x".repeat(60) + "...\"", InputException.quoted("x".repeat(61)));
    assertEquals("\"" + "x".repeat(60) + "\"", InputException.quoted("x".repeat(60)));
  }
}
