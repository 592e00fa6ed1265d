package io.autorec.trainer.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Sha256;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.Charset;
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
  }

  @Test
  void open_namesAPackingThatIsNotRead_andHowToUnpackIt() throws IOException {
    String packings = " (expected: text, plain or packed by gzip, zstd or bzip2; pass it ";
    String tar = "00".repeat(257) + "7573746172003030";
    for (String[] one :
        new String[][] {
          {"504b0304000000", "a zip archive", "unzip -p"},
          {"504b0506", "a zip archive", "unzip -p"},
          {"fd377a585a000004e6d6b446", "xz data", "xz -dc"},
          {"04224d186440a702000080", "lz4 data", "lz4 -dc"},
          {"4c5a49500100", "lzip data", "lzip -dc"},
          {"1f9d90", "data packed by compress", "gzip -dc"},
          {"377abcaf271c0004", "a 7z archive", "7z x -so"},
          {"526172211a0701", "a rar archive", "unrar p -inul"},
          {"502a4d1804000000", "zstd data of several parts (pzstd)", "zstd -dc"},
          {tar, "a tar archive", "tar -xOf"}
        }) {
      Path file = file(PackedFiles.hex(one[0]));
      String unpacked = packings + "unpacked: " + one[2] + " FILE | ... -)";
      assertEquals(file + ": " + one[1] + unpacked, refusal(file));
    }
    Path file = file(PackedFiles.GZIP.pack(PackedFiles.hex(tar)));
    assertEquals(
        file + ": a tar archive within gzip data" + packings + "unpacked: tar -xOf FILE | ... -)",
        refusal(file));
    file(PackedFiles.GZIP.pack(gzip("text\n")));
    assertEquals(file + ": gzip data within gzip data" + packings + "packed once)", refusal(file));
  }

  @Test
  void text_isThatOfZstd_asItsOwnProgramWritesIt() throws IOException {
    byte[] checked = PackedFiles.hex("28b52ffd0458110000610a55c8cc1e");
    byte[] unchecked = PackedFiles.hex("28b52ffd0058110000620a");
    assertEquals("a", read(file(checked)));
    assertEquals(
        "b\na\nb",
        read(file(PackedFiles.joined(unchecked, PackedFiles.joined(checked, unchecked)))));
    checked[checked.length - 1] ^= 1;
    assertTrue(opened(file(checked)).contains(": broken zstd data: "), opened(file(checked)));
  }

  @Test
  void text_ofAPackedPartThatFollows_isNeverLostInSilence() throws IOException {
    byte[] part = gzip("a\n");
    assertEquals("a", read(file(PackedFiles.joined(part, new byte[5000]))));
    byte[] damaged = gzip("b\n");
    damaged[0] ^= 4;
    Path file = file(PackedFiles.joined(part, damaged));
    assertEquals(file + ": broken gzip data: other bytes after its end", opened(file));
    file(PackedFiles.joined(part, Arrays.copyOf(gzip("b\n"), 7)));
    assertEquals(file + ": the gzip data ends too early (is the file cut off?)", opened(file));
  }

  @Test
  void open_saysThatPackedDataEndTooEarly() throws IOException {
    byte[] text = "1,2,3\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
    for (PackedFiles packing : List.of(PackedFiles.GZIP, PackedFiles.ZSTD, PackedFiles.BZIP2)) {
      byte[] packed = packing.pack(text);
      for (int length : new int[] {4, packed.length / 2, packed.length - 1}) {
        Path file = file(Arrays.copyOf(packed, length));
        assertTrue(
            opened(file).endsWith("ends too early (is the file cut off?)"),
            packing + " " + length + " " + opened(file));
      }
    }
  }

  /** What reading a file says: its text, or the message for the user. */
  private static String opened(Path file) {
    try {
      return read(file);
    } catch (InputException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      return String.valueOf(InputFile.failure(file, e).getMessage());
    } catch (java.io.UncheckedIOException e) {
      return String.valueOf(
          InputFile.failure(file, java.util.Objects.requireNonNull(e.getCause())).getMessage());
    }
  }

  @Test
  void text_namesLineByteAndEncoding_whereBytesAreNoText() throws IOException {
    String advice =
        " is not UTF-8 (expected: UTF-8, or --encoding NAME, such as ISO-8859-1 or windows-1252)";
    Path file = file("a\r\nb\rc\ncafé".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(file + ":4: byte 0xE9" + advice, opened(file));
    file(("1,2,3\n".repeat(20_000) + "é\n").getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(file + ":20001: byte 0xE9" + advice, opened(file));
    file(new byte[] {'a', '\n', (byte) 0x81});
    try (InputFile input = InputFile.open(file)) {
      IOException e =
          assertThrows(
              IOException.class,
              () -> input.text(TextEncoding.named("windows-1252")).transferTo(new StringWriter()));
      assertEquals(
          file
              + ":2: byte 0x81 is not windows-1252 (expected: text in that encoding, or another by --encoding)",
          InputFile.failure(file, e).getMessage());
    }
  }

  @Test
  void text_isRefused_inAnEncodingThatMustBeNamed() throws IOException {
    Path file = file("\uFEFFa".getBytes(Charset.forName("UTF-32LE")));
    assertEquals(file + ": UTF-32 (expected: UTF-8, or --encoding UTF-32)", opened(file));
    file("\uFEFFa".getBytes(Charset.forName("UTF-32BE")));
    assertEquals(file + ": UTF-32 (expected: UTF-8, or --encoding UTF-32)", opened(file));
    file("a,b".getBytes(StandardCharsets.UTF_16LE));
    assertEquals(
        file + ": UTF-16 without a byte order mark (expected: UTF-8, or --encoding UTF-16LE)",
        opened(file));
  }

  @Test
  void encoding_isRefused_whenJavaDoesNotKnowIt() {
    for (String name : List.of("latin-99", "a b", "-")) {
      InputException e = assertThrows(InputException.class, () -> TextEncoding.named(name));
      assertEquals(
          "--encoding: \""
              + name
              + "\" (expected: a character encoding, such as UTF-8, UTF-16LE,"
              + " ISO-8859-1, windows-1252 or Shift_JIS)",
          e.getMessage());
    }
    assertEquals(TextEncoding.DETECTED, TextEncoding.named(""));
  }

  @Test
  void failure_saysWhatIsWrong_withBytesThatAreNoText() throws IOException {
    Path file = file(new byte[] {'a', (byte) 0xff, '\n'});
    assertTrue(reading(file).startsWith("f:1: byte 0xFF is not UTF-8"), reading(file));
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
    } catch (InputException e) {
      return "f" + String.valueOf(e.getMessage()).substring(file.toString().length());
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
