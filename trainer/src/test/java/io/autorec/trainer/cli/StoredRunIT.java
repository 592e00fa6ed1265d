package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.ModelFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a run that could not be published, and what becomes of it. */
class StoredRunIT {
  @TempDir static Path folder;

  private static final String[] RECIPE = {
    "-e", "300", "-k", "20", "--validation-ratio", "0", "--device", "cpu"
  };

  /** What a process printed, and how it ended. */
  private record Run(int status, List<String> lines) {
    String last() {
      return lines.get(lines.size() - 1);
    }

    boolean hasLine(String part) {
      return lines.stream().anyMatch(line -> line.contains(part));
    }

    boolean hasEpochs() {
      return lines.stream().anyMatch(StoredRunIT::isEpoch);
    }
  }

  @BeforeAll
  static void writeSample() {
    assertEquals(0, AutorecTrainer.run("sample", folder.resolve("ratings.csv").toString()));
  }

  private static boolean isEpoch(String line) {
    return line.matches(" +\\d+ +\\d+\\.\\d+ .*");
  }

  /** Trains in a process of its own; something is done to it after its first epoch. */
  private static Run train(Fault fault, Path models, String... more)
      throws IOException, InterruptedException {
    Stream<String> program =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AutorecTrainer.class.getName(),
            "train",
            folder.resolve("ratings.csv").toString(),
            "--out",
            models.toString());
    List<String> command =
        Stream.concat(Stream.concat(program, Stream.of(RECIPE)), Stream.of(more)).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new ArrayList<>();
    boolean done = false;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (isEpoch(line) && !done) {
          fault.happen(process);
          done = true;
        }
      }
    }
    return new Run(process.waitFor(), lines);
  }

  @FunctionalInterface
  private interface Fault {
    void happen(Process process) throws IOException;
  }

  private static void none(Process process) {}

  private static List<Path> states(Path models) throws IOException {
    try (Stream<Path> entries = Files.list(models)) {
      return entries.filter(entry -> entry.toString().endsWith(".checkpoint")).toList();
    }
  }

  private static void assertSameWeights(Path version, Path other) throws IOException {
    for (String file : List.of(ModelFormat.USER_SCORES_FILE, ModelFormat.FOLD_IN_FILE)) {
      assertArrayEquals(
          Files.readAllBytes(version.resolve(file)), Files.readAllBytes(other.resolve(file)), file);
    }
  }

  @Test
  void resume_publishesWithoutTraining_whenTheVersionWasTakenMeanwhile() throws Exception {
    Path models = folder.resolve("taken");
    Path whole = folder.resolve("whole");
    assertEquals(0, train(StoredRunIT::none, whole).status());
    assertEquals(List.of(), states(whole));

    Run failed =
        train(
            process -> Files.createDirectories(models.resolve("autorec/7")),
            models,
            "--model-version",
            "7");

    assertEquals(2, failed.status());
    assertTrue(failed.last().contains("--model-version: "), failed.last());
    assertTrue(failed.last().contains("--resume publishes it without training"), failed.last());
    assertEquals(1, states(models).size());
    assertTrue(failed.last().contains(states(models).get(0).toString()), failed.last());

    Run resumed = train(StoredRunIT::none, models, "--resume");

    assertEquals(0, resumed.status(), () -> resumed.lines().toString());
    assertFalse(resumed.hasEpochs());
    assertTrue(resumed.hasLine("trained already, in 300 epochs"));
    assertEquals(List.of(), states(models));
    assertSameWeights(whole.resolve("autorec/1"), models.resolve("autorec/8"));
  }

  @Test
  void run_leavesTheStateOfAnotherAlone_andSaysSo() throws Exception {
    Path models = folder.resolve("others");
    Fault file = process -> Files.writeString(models.resolve("autorec"), "in the way");
    Run failed = train(file, models);
    assertEquals(2, failed.status());
    Path state = states(models).get(0);
    byte[] kept = Files.readAllBytes(state);
    Files.delete(models.resolve("autorec"));

    Run other = train(StoredRunIT::none, models, "--seed", "5");

    assertEquals(0, other.status());
    assertTrue(
        other.hasLine(
            state + ": a run that is trained, but not published, with other data or settings"));
    assertArrayEquals(kept, Files.readAllBytes(state));

    Run wrong = train(StoredRunIT::none, models, "--seed", "5", "--resume");
    assertEquals(2, wrong.status());
    assertTrue(wrong.last().contains("other data or settings"), wrong.last());

    Run again = train(StoredRunIT::none, models);
    assertEquals(0, again.status());
    assertTrue(again.hasLine("--resume publishes it without training; this run writes over it"));
    assertEquals(List.of(), states(models));
    assertEquals(0, train(StoredRunIT::none, models, "--name", "film").status());
  }

  @Test
  void run_takesTheSameSteps_whenItWasStopped() throws Exception {
    Path models = folder.resolve("stopped");
    Run stopped = train(process -> process.toHandle().destroy(), models);
    assertEquals(143, stopped.status(), () -> stopped.lines().toString());
    assertEquals(1, states(models).size());
    Run resumed = train(StoredRunIT::none, models, "--resume");
    assertTrue(resumed.hasEpochs());
    Path whole = folder.resolve("unstopped");
    assertEquals(0, train(StoredRunIT::none, whole).status());
    assertSameWeights(whole.resolve("autorec/1"), models.resolve("autorec/1"));
    assertEquals(List.of(), states(models));
  }

  @Test
  void resume_refusesAStateOfAnEarlierRelease() throws Exception {
    Path models = Files.createDirectories(folder.resolve("earlier"));
    Files.write(models.resolve(".autorec.checkpoint"), new byte[] {'A', 'R', 'T', '4', 0, 1, 'x'});
    Run refused = train(StoredRunIT::none, models, "--resume");
    assertEquals(2, refused.status());
    assertTrue(refused.last().contains("earlier release"), refused.last());
    assertTrue(Files.exists(models.resolve(".autorec.checkpoint")));
  }
}
