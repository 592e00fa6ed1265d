package io.autorec.trainer.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackFolderTest {
  @TempDir Path shared;

  @Test
  void folder_isTheUsersAlone_andTheSameInEveryRun() throws IOException {
    Path folder = UnpackFolder.ownIn(shared);

    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    assertEquals(folder, UnpackFolder.ownIn(shared));
    try (Stream<Path> entries = Files.list(shared)) {
      assertEquals(List.of(folder), entries.toList());
    }
  }

  @Test
  void folder_isRefused_whenOthersCanWriteToIt() throws IOException {
    Path folder = UnpackFolder.ownIn(shared);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    IOException refused = assertThrows(IOException.class, () -> UnpackFolder.ownIn(shared));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith(folder + ": others can write to it"), message);
  }

  @Test
  void folder_isRefused_whenItIsALinkToAnother() throws IOException {
    Path folder = UnpackFolder.ownIn(shared);
    Path elsewhere = Files.createDirectory(shared.resolve("elsewhere"));
    Files.delete(folder);
    Files.createSymbolicLink(folder, elsewhere);

    assertThrows(IOException.class, () -> UnpackFolder.ownIn(shared));
  }
}
