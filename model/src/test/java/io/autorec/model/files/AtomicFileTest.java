package io.autorec.model.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("file");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void write_putsTheContentInPlace_overAnEarlierOne() throws IOException {
    AtomicFile.write(file(), "an earlier, longer text");
    AtomicFile.write(file(), "häl\n");
    assertEquals("häl\n", Files.readString(file()));
    assertEquals(List.of("file"), names());
  }

  @Test
  void write_leavesNothing_whenAFolderIsInItsPlace() throws IOException {
    Files.createDirectories(file().resolve("full"));
    assertThrows(IOException.class, () -> AtomicFile.write(file(), "text"));
    assertEquals(List.of("file"), names());
  }

  @Test
  void open_leavesADeviceAlone() throws IOException {
    Path device = Files.createSymbolicLink(file(), Path.of("/dev/null"));
    FileSystemException refusal =
        assertThrows(FileSystemException.class, () -> AtomicFile.open(device));
    assertEquals("is not a file", refusal.getReason());
    assertEquals(List.of("file"), names());
  }

  @Test
  void draft_isHidden_andTheEarlierFileStays_untilReplaced() throws IOException {
    Files.writeString(file(), "old");
    try (AtomicFile written = AtomicFile.open(file())) {
      written.out().write(new byte[] {'n', 'e', 'w'});
      written.force();
      assertEquals("old", Files.readString(file()));
      assertEquals(".file.", names().get(0).substring(0, 6));
      written.replace();
    }
    assertEquals("new", Files.readString(file()));
    assertEquals(List.of("file"), names());
  }

  @Test
  void close_removesTheDraft_whenItWasNotPublished() throws IOException {
    Files.writeString(file(), "old");
    try (AtomicFile written = AtomicFile.open(file())) {
      written.out().write('n');
    }
    assertEquals("old", Files.readString(file()));
    assertEquals(List.of("file"), names());
  }

  @Test
  void create_refuses_whenAnotherHasTakenThePlace() throws IOException {
    try (AtomicFile written = AtomicFile.open(file())) {
      Files.writeString(file(), "another's");
      assertThrows(FileAlreadyExistsException.class, written::create);
    }
    assertEquals("another's", Files.readString(file()));
    assertEquals(List.of("file"), names());
  }

  @Test
  void drafts_areSeparate_whenTwoWriteTheSameFile() throws IOException {
    try (AtomicFile one = AtomicFile.open(file());
        AtomicFile other = AtomicFile.open(file())) {
      one.out().write('1');
      other.out().write('2');
      other.replace();
      one.replace();
    }
    assertEquals("1", Files.readString(file()));
    assertEquals(List.of("file"), names());
  }

  @Test
  void open_throws_whenThereIsNoFolder() {
    Path file = folder.resolve("none").resolve("file");
    assertThrows(IOException.class, () -> AtomicFile.open(file));
  }
}
