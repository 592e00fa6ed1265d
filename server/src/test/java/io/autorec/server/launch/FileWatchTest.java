package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  @TempDir Path folder;
  private final List<String> read = new ArrayList<>();

  private FileWatch watch(Path file) {
    return new FileWatch("names", List.of(file), () -> read.add(Files.readString(file)));
  }

  @Test
  void look_readsAgain_onlyWhenTheContentsAreOthers() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "one");
    FileTime then = Files.getLastModifiedTime(file);
    FileWatch watch = watch(file);
    watch.look();
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    watch.look();
    assertEquals(List.of(), read);

    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, then);
    watch.look();
    watch.look();
    assertEquals(List.of("two"), read);
  }

  @Test
  void look_readsAgain_whenALinkIsTurned() throws Exception {
    // As Kubernetes mounts a secret: file -> ..data/file, ..data -> a folder by date.
    Files.writeString(Files.createDirectory(folder.resolve("..1")).resolve("file"), "one");
    Files.writeString(Files.createDirectory(folder.resolve("..2")).resolve("file"), "two");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Path file = Files.createSymbolicLink(folder.resolve("file"), Path.of("..data/file"));
    FileWatch watch = watch(file);

    Path turned = Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2"));
    Files.move(turned, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    watch.look();

    assertEquals(List.of("two"), read);
  }

  @Test
  void look_triesOnce_untilTheFilesChangeAgain_whenTheyCannotBeUsed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "good");
    FileWatch watch =
        new FileWatch(
            "names",
            List.of(file),
            () -> {
              read.add(Files.readString(file));
              throw new IllegalStateException("bad");
            });
    Files.writeString(file, "bad");
    watch.look();
    watch.look();
    Files.delete(file);
    watch.look();
    Files.writeString(file, "worse");
    watch.look();
    assertEquals(List.of("bad", "worse"), read);
  }
}
