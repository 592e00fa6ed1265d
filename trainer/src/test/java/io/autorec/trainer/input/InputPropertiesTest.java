package io.autorec.trainer.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any text, however it is encoded and packed. */
class InputPropertiesTest {
  private static final List<String> OF_ANY_TEXT =
      List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32", "GB18030");
  private static final List<String> OF_LATIN_TEXT =
      List.of("ISO-8859-1", "windows-1252", "UTF-8", "UTF-16");

  @Property(tries = 100)
  void text_readsBackTheSame_inAnyEncodingAndPacking(
      @ForAll("texts") String text, @ForAll PackedFiles packing, @ForAll("anyNames") String name)
      throws IOException {
    byte[] bytes = text.getBytes(Charset.forName(name));
    assertEquals(text, read(packing.pack(bytes), TextEncoding.named(name)));
  }

  @Property(tries = 100)
  void text_readsBackTheSame_inAnEncodingOfOneByte(
      @ForAll("latinTexts") String text,
      @ForAll PackedFiles packing,
      @ForAll("latinNames") String name)
      throws IOException {
    byte[] bytes = text.getBytes(Charset.forName(name));
    assertEquals(text, read(packing.pack(bytes), TextEncoding.named(name)));
  }

  @Property(tries = 100)
  void text_readsBackTheSame_byItsByteOrderMark_whateverIsNamed(
      @ForAll("texts") String text, @ForAll PackedFiles packing, @ForAll boolean named)
      throws IOException {
    TextEncoding encoding = named ? TextEncoding.named("ISO-8859-1") : TextEncoding.DETECTED;
    for (String name : List.of("UTF-8", "UTF-16LE", "UTF-16BE")) {
      byte[] bytes = ("\uFEFF" + text).getBytes(Charset.forName(name));
      assertEquals(text, read(packing.pack(bytes), encoding));
    }
  }

  @Property(tries = 100)
  void text_goesOn_afterTheEndOfAPackedPart(
      @ForAll("texts") String first, @ForAll("texts") String second, @ForAll PackedFiles packing)
      throws IOException {
    byte[] packed =
        PackedFiles.joined(
            packing.pack(first.getBytes(StandardCharsets.UTF_8)),
            packing.pack(second.getBytes(StandardCharsets.UTF_8)));
    assertEquals(first + second, read(packed, TextEncoding.named("UTF-8")));
  }

  @Property(tries = 200)
  void text_isTheSameOrRefused_whenPackedBytesAreDamaged(
      @ForAll("texts") String text,
      @ForAll PackedFiles packing,
      @ForAll int place,
      @ForAll byte flipped)
      throws IOException {
    byte[] packed = packing.pack(text.getBytes(StandardCharsets.UTF_8));
    packed[Math.floorMod(place, packed.length)] ^= flipped;
    Path file = Files.createTempFile("damaged", "");
    try {
      Files.write(file, packed);
      String found;
      try (InputFile input = InputFile.open(file)) {
        found = all(input, TextEncoding.DETECTED);
      } catch (IOException e) {
        found = String.valueOf(InputFile.failure(file, e).getMessage());
        assertFalse(found.contains("Exception") || found.contains("\n"), found);
      } catch (InputException e) {
        found = String.valueOf(e.getMessage());
      }
      assertFalse(found.isEmpty());
    } finally {
      Files.delete(file);
    }
  }

  private static String read(byte[] bytes, TextEncoding encoding) throws IOException {
    Path file = Files.createTempFile("text", "");
    try {
      Files.write(file, bytes);
      try (InputFile input = InputFile.open(file)) {
        return all(input, encoding);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static String all(InputFile input, TextEncoding encoding) throws IOException {
    StringWriter text = new StringWriter();
    input.text(encoding).transferTo(text);
    return text.toString();
  }

  /** Texts of whole characters, sometimes longer than the buffers. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> characters =
        Arbitraries.of("a", "7", ",", "\n", "\r", "\r\n", "\t", "é", "ß", "日", "本", "😀", " ");
    Arbitrary<Integer> times = Arbitraries.of(1, 1, 1, 500, 5_000);
    return characters
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .flatMap(list -> times.map(count -> "t," + String.join("", list).repeat(count)));
  }

  @Provide
  Arbitrary<String> latinTexts() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withCharRange('\u00a0', '\u00ff')
        .withChars("\n\r\t")
        .ofMaxLength(300)
        .map(text -> "t," + text);
  }

  @Provide
  Arbitrary<String> anyNames() {
    return Arbitraries.of(OF_ANY_TEXT);
  }

  @Provide
  Arbitrary<String> latinNames() {
    return Arbitraries.of(OF_LATIN_TEXT);
  }
}
