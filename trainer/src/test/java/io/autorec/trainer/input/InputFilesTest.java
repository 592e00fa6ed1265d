package io.autorec.trainer.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  @TempDir Path folder;

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "text\n");
    }
  }

  private List<String> files(String... names) {
    return new InputFiles(
            List.of(names).stream().map(folder::resolve).toList(), TextEncoding.DETECTED)
        .files().stream().map(file -> folder.relativize(file).toString()).toList();
  }

  private String refusal(String name) {
    return String.valueOf(assertThrows(InputException.class, () -> files(name)).getMessage());
  }

  @Test
  void files_areThoseOfFoldersAndPatterns_byName() throws IOException {
    write("d/c.csv", "d/a.csv", "d/b.txt", "d/_SUCCESS", "d/.a.csv.crc", "e/a.csv");
    Files.createFile(folder.resolve("d/empty.csv"));
    assertEquals(List.of("d/a.csv", "d/b.txt", "d/c.csv"), files("d"));
    assertEquals(List.of("d/a.csv", "d/c.csv"), files("d/*.csv"));
    assertEquals(List.of("d/a.csv", "e/a.csv"), files("*/a.{csv,tsv}"));
    assertEquals(List.of("d/c.csv", "d/a.csv"), files("d/c.csv", "d/a.csv"));
    assertEquals(List.of("e/a.csv"), files("[ef]"));
    assertEquals(List.of("d/missing"), files("d/missing"));
  }

  @Test
  void files_areTakenAsTheyAreNamed_beforeAnyPattern() throws IOException {
    write("a[1].csv", "a1.csv");
    assertEquals(List.of("a[1].csv"), files("a[1].csv"));
  }

  @Test
  void files_areRefused_whereATableMayHoldDeletedRows() throws IOException {
    write("a/_delta_log/0.json", "a/p.parquet");
    write("b/.hoodie/x", "b/p.parquet");
    write("c/metadata/v1.json", "c/data/p.parquet");
    String reason =
        ", whose files may hold deleted rows (expected: a folder of files that all count)";
    assertEquals(folder.resolve("a") + ": a Delta Lake table" + reason, refusal("a"));
    assertEquals(folder.resolve("b") + ": a Hudi table" + reason, refusal("b"));
    assertEquals(folder.resolve("c") + ": an Iceberg table" + reason, refusal("c"));
  }

  @Test
  void files_areRefused_whereThereAreNone() throws IOException {
    write("d/sub/a.csv", "e/.hidden");
    assertEquals(
        folder.resolve("*.csv") + ": no such file, and none that matches", refusal("*.csv"));
    assertEquals(folder.resolve("e") + ": no file in this folder", refusal("e"));
    assertEquals(
        "%s: holds the folder sub (expected: files alone, or a pattern such as '%s')"
            .formatted(folder.resolve("d"), folder.resolve("d/*/*")),
        refusal("d"));
    InputException e = assertThrows(InputException.class, () -> InputFiles.of(Path.of("")).files());
    assertEquals("\"\": no such file", e.getMessage());
    assertEquals(folder.resolve("[.csv") + ": no such file, and not a pattern", refusal("[.csv"));
  }

  @Test
  void name_isForPeople() {
    assertEquals("a.csv", InputFiles.of(Path.of("x/a.csv")).name());
    assertEquals("x/*.csv", InputFiles.of(Path.of("x/*.csv")).name());
    assertEquals("standard input", InputFiles.of(Path.of("-")).name());
    assertEquals("standard input", InputFiles.of(Path.of("/dev/stdin")).name());
    assertEquals("pipe", InputFiles.of(Path.of("/dev/null")).name());
    List<Path> many = List.of(Path.of("x/a"), Path.of("b"), Path.of("c"), Path.of("d"));
    InputFiles files = new InputFiles(many, TextEncoding.DETECTED);
    assertEquals("a, b, c and 1 more", files.name());
    assertEquals("x/a, b, c and 1 more", files.toString());
  }

  @Test
  void sha256_isThatOfTheFile_orOfTheLinesOfDigests() {
    assertEquals("ab", InputFiles.sha256(List.of("ab")));
    assertEquals(
        Sha256.hex("ab\ncd\n".getBytes(StandardCharsets.US_ASCII)),
        InputFiles.sha256(List.of("ab", "cd")));
  }
}
