package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old versions that a run removes after it has published. */
class KeepVersionsIT {
  @TempDir static Path folder;

  @BeforeAll
  static void writeSample() {
    assertEquals(0, AutorecTrainer.run("sample", folder.resolve("ratings.csv").toString()));
  }

  private static TrainerProcess train(String models, String... more) throws Exception {
    Stream<String> command =
        Stream.of("train", "ratings.csv", "-e", "1", "-k", "3", "--recipe", "fixed", "--out");
    return TrainerProcess.run(
        folder,
        List.of(),
        process -> {},
        Stream.concat(Stream.concat(command, Stream.of(models)), Stream.of(more))
            .toArray(String[]::new));
  }

  private static List<String> versions(Path model) throws IOException {
    try (Stream<Path> entries = Files.list(model)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .sorted()
          .toList();
    }
  }

  @Test
  void train_keepsTheNewest_andThoseThatAreServed() throws Exception {
    Path model = folder.resolve("models/autorec");
    String[][] all = {{"--keep-versions", "1"}, {}, {}};
    for (String[] options : all) {
      TrainerProcess kept = train("models", options);
      assertEquals(0, kept.status(), () -> "" + kept.lines());
      assertFalse(kept.hasLine("removed"), () -> "" + kept.lines());
    }
    Files.writeString(model.resolve("serving.json"), "{\"labels\": {\"stable\": 1}}");

    TrainerProcess run = train("models", "--keep-versions", "2");

    assertEquals(0, run.status(), () -> "" + run.lines());
    assertEquals("removed older versions of autorec: 2", run.last());
    assertEquals(List.of("1", "3", "4"), versions(model));
  }

  @Test
  void train_refusesToKeepNone_beforeItReads() throws Exception {
    TrainerProcess refused = train("none", "--keep-versions", "0");

    assertEquals(2, refused.status());
    assertEquals(List.of("--keep-versions: 0 (expected: at least 1)"), refused.lines());
    assertFalse(Files.exists(folder.resolve("none")));
  }
}
