package io.autorec.trainer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.input.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
  @TempDir Path folder;

  private static void write(Path file, boolean replace, String text) throws Exception {
    try (NewFile written = NewFile.open(file, replace)) {
      written.writer().write(text);
      written.publish();
    }
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String refusal(Path file, boolean replace) {
    return String.valueOf(
        assertThrows(InputException.class, () -> NewFile.open(file, replace)).getMessage());
  }

  @Test
  void publish_putsAllOfIt_inItsPlace() throws Exception {
    Path file = folder.resolve("a.csv");
    try (NewFile written = NewFile.open(file, false)) {
      written.writer().write("häl");
      written.writer().flush();
      assertFalse(Files.exists(file));
      written.writer().write("f\n");
      written.publish();
    }
    assertEquals("hälf\n", Files.readString(file));
    assertEquals(List.of("a.csv"), names());
  }

  @Test
  void publish_packs_whenTheNameEndsInGz() throws Exception {
    Path file = folder.resolve("a.csv.gz");
    write(file, false, "text");
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertEquals("text", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void close_leavesNothing_whenItIsNotPublished() throws Exception {
    try (NewFile written = NewFile.open(folder.resolve("a.csv"), false)) {
      written.writer().write("half");
      written.writer().flush();
      assertEquals(1, names().size());
    }
    assertEquals(List.of(), names());
  }

  @Test
  void close_leavesWhatWasThere_whenItIsNotPublished() throws Exception {
    Path file = folder.resolve("a.csv");
    write(file, false, "old");
    try (NewFile written = NewFile.open(file, true)) {
      written.writer().write("half of the new");
    }
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.csv"), names());
  }

  @Test
  void open_refusesAnExistingFile_unlessItIsToBeReplaced() throws Exception {
    Path file = folder.resolve("a.csv");
    write(file, false, "old");
    assertEquals(
        file + ": exists already (expected: a new file, or --force)", refusal(file, false));
    write(file, true, "new");
    assertEquals("new", Files.readString(file));
  }

  @Test
  void publish_refuses_whenAnotherHasTakenThePlace() throws Exception {
    Path file = folder.resolve("a.csv");
    try (NewFile written = NewFile.open(file, false)) {
      Files.writeString(file, "another's");
      assertThrows(InputException.class, written::publish);
    }
    assertEquals("another's", Files.readString(file));
    assertEquals(List.of("a.csv"), names());
  }

  @Test
  void publish_replacesWhatALinkLeadsTo_andLeavesTheLink() throws Exception {
    Path file = folder.resolve("a.csv");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
    write(file, false, "old");
    write(link, true, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void open_refuses_whereNoFileCanBe() {
    Path missing = folder.resolve("no").resolve("a.csv");
    assertEquals(
        missing + ": no folder " + missing.getParent() + " to write it in", refusal(missing, true));
    assertEquals(folder + ": a folder (expected: a file to write)", refusal(folder, true));
    Path device = Path.of("/dev/null");
    if (Files.exists(device)) {
      assertTrue(refusal(device, true).startsWith("/dev/null: "));
    }
  }
}
