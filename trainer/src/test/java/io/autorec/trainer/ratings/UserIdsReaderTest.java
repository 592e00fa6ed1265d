package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.model.IdVocabulary;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.TextEncoding;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserIdsReaderTest {
  private static final IdVocabulary USERS = IdVocabulary.of(List.of("1", "2", "Zoë", "a b"));

  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("users.txt"), text);
  }

  private String refusal(Path file) {
    return String.valueOf(
        assertThrows(
                InputException.class, () -> UserIdsReader.read(file, TextEncoding.DETECTED, USERS))
            .getMessage());
  }

  @Test
  void read_keepsOrderAndRepeats_andSkipsEmptyLines() throws Exception {
    Path file = file("\uFEFFa b\r\n\n  2\nZoë\n   \n2");
    assertArrayEquals(
        new int[] {3, 1, 2, 1}, UserIdsReader.read(file, TextEncoding.DETECTED, USERS));
  }

  @Test
  void read_unpacks_whenTheFileIsGzipped() throws Exception {
    Path file = folder.resolve("users.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("2\n1\n".getBytes(StandardCharsets.UTF_8));
    }
    assertArrayEquals(new int[] {1, 0}, UserIdsReader.read(file, TextEncoding.DETECTED, USERS));
  }

  @Test
  void read_namesFileLineAndValue_whenAUserIsUnknown() throws Exception {
    Path file = file("1\n\nnobody\n2\n");
    assertEquals(
        file
            + ":3: user \"nobody\": unknown to the model (expected: an id that it was trained with)",
        refusal(file));
  }

  @Test
  void read_refuses_whatIsNotAFileOfIds() throws Exception {
    assertEquals(folder + ": a folder (expected: a file)", refusal(folder));
    assertEquals(folder.resolve("no") + ": no such file", refusal(folder.resolve("no")));
    Path blank = file("\n \n");
    assertEquals(blank + ": no user id (expected: one a line)", refusal(blank));
    Path binary = Files.write(folder.resolve("b"), new byte[] {'1', '\n', (byte) 0xff, 'x'});
    assertEquals(
        binary
            + ":2: byte 0xFF is not UTF-8 (expected: UTF-8, or --encoding NAME, such as ISO-8859-1 or windows-1252)",
        refusal(binary));
  }
}
