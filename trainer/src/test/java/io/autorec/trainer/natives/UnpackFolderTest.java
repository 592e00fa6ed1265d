package io.autorec.trainer.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
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

  @Test
  void removeAbandoned_removesOnlyOldParts() throws IOException {
    Path engine = Files.createDirectory(shared.resolve("pytorch"));
    Path whole = Files.createDirectory(engine.resolve("2.7.1-cpu"));
    Path part = Files.createDirectory(engine.resolve("tmp123"));
    Files.writeString(part.resolve("libtorch.so"), "half");
    Instant now = Instant.now();

    UnpackFolder.removeAbandoned(shared, now);
    assertTrue(Files.exists(part));
    UnpackFolder.removeAbandoned(shared, now.plus(Duration.ofDays(2)));
    assertFalse(Files.exists(part));
    assertTrue(Files.exists(whole));
    UnpackFolder.removeAbandoned(whole, now);
  }
}
