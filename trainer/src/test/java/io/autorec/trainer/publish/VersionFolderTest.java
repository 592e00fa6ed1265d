package io.autorec.trainer.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VersionFolderTest {
  @TempDir Path model;

  /** Another trainer, in the middle of publishing until its input ends or it is killed. */
  static final class Publisher {
    private Publisher() {}

    public static void main(String[] args) throws IOException {
      try (VersionFolder folder = new VersionFolder(Path.of(args[0]), OptionalInt.empty())) {
        Files.writeString(folder.file("half"), "of a file");
        System.out.println(folder.path().getFileName());
        int unused = System.in.read();
      }
    }
  }

  private Process publisher() throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Publisher.class.getName(),
            model.toString());
    return process.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(model)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private int publish(OptionalInt wanted) throws IOException {
    try (VersionFolder folder = new VersionFolder(model, wanted)) {
      Files.writeString(folder.file("whole"), "file");
      return Integer.parseInt(Objects.requireNonNull(folder.publish().getFileName()).toString());
    }
  }

  @Test
  void publish_leavesTheVersionAlone_whenAllGoesWell() throws IOException {
    assertEquals(1, publish(OptionalInt.empty()));
    assertEquals(7, publish(OptionalInt.of(7)));
    assertEquals(8, publish(OptionalInt.empty()));
    assertThrows(FileAlreadyExistsException.class, () -> publish(OptionalInt.of(7)));

    assertEquals(Set.of("1", "7", "8"), names());
  }

  @Test
  void close_leavesNothing_whenNothingWasPublished() throws IOException {
    try (VersionFolder folder = new VersionFolder(model, OptionalInt.empty())) {
      Files.writeString(folder.file("half"), "of a file");
      assertTrue(names().stream().allMatch(name -> name.startsWith(".")), "" + names());
    }
    assertEquals(Set.of(), names());
  }

  @Test
  void publish_removesWhatAKilledTrainerLeft_andNothingOfALiveOne() throws Exception {
    Process killed = publisher();
    Process live = publisher();
    try {
      String left = killed.inputReader().readLine();
      String kept = live.inputReader().readLine();
      killed.destroyForcibly().waitFor();
      assertTrue(names().containsAll(List.of(left, kept)), "" + names());

      assertEquals(1, publish(OptionalInt.empty()));

      assertEquals(Set.of("1", kept, kept + ".lock"), names());
      assertTrue(Files.exists(model.resolve(kept).resolve("half")));
      live.outputWriter().close();
      assertEquals(0, live.waitFor());
      assertEquals(Set.of("1"), names());
    } finally {
      killed.destroyForcibly();
      live.destroyForcibly();
    }
  }
}
