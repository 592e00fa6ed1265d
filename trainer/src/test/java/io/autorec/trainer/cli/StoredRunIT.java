package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.ModelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a run that could not be published, and what becomes of it. */
class StoredRunIT {
  @TempDir static Path folder;

  private static final String[] RECIPE = {
    "-e", "150", "-k", "20", "--validation-ratio", "0", "--device", "cpu"
  };

  @BeforeAll
  static void writeSample() {
    assertEquals(0, AutorecTrainer.run("sample", folder.resolve("ratings.csv").toString()));
  }

  /** Trains in a process of its own; something is done to it after its first epoch. */
  private static TrainerProcess train(TrainerProcess.Fault fault, Path models, String... more)
      throws IOException, InterruptedException {
    Stream<String> command =
        Stream.of("train", folder.resolve("ratings.csv").toString(), "--out", models.toString());
    return TrainerProcess.run(
        folder,
        List.of(),
        fault,
        Stream.concat(Stream.concat(command, Stream.of(RECIPE)), Stream.of(more))
            .toArray(String[]::new));
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

    TrainerProcess failed =
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

    TrainerProcess resumed = train(StoredRunIT::none, models, "--resume");

    assertEquals(0, resumed.status(), () -> resumed.lines().toString());
    assertFalse(resumed.hasEpochs());
    assertTrue(resumed.hasLine("trained already, in 150 epochs"));
    assertEquals(List.of(), states(models));
    assertSameWeights(whole.resolve("autorec/1"), models.resolve("autorec/8"));
  }

  @Test
  void run_leavesTheStateOfAnotherAlone_andSaysSo() throws Exception {
    Path models = folder.resolve("others");
    TrainerProcess.Fault file =
        process -> Files.writeString(models.resolve("autorec"), "in the way");
    TrainerProcess failed = train(file, models);
    assertEquals(2, failed.status());
    Path state = states(models).get(0);
    byte[] kept = Files.readAllBytes(state);
    Files.delete(models.resolve("autorec"));

    TrainerProcess other = train(StoredRunIT::none, models, "--seed", "5");

    assertEquals(0, other.status());
    assertTrue(
        other.hasLine(
            state + ": a run that is trained, but not published, with other data or settings"));
    assertArrayEquals(kept, Files.readAllBytes(state));

    TrainerProcess wrong = train(StoredRunIT::none, models, "--seed", "5", "--resume");
    assertEquals(2, wrong.status());
    assertTrue(wrong.last().contains("other data or settings"), wrong.last());

    TrainerProcess again = train(StoredRunIT::none, models);
    assertEquals(0, again.status());
    assertTrue(again.hasLine("--resume publishes it without training; this run writes over it"));
    assertEquals(List.of(), states(models));
    assertEquals(0, train(StoredRunIT::none, models, "--name", "film").status());
  }

  @Test
  void run_takesTheSameSteps_whenItWasStopped() throws Exception {
    Path models = folder.resolve("stopped");
    TrainerProcess stopped = train(process -> process.toHandle().destroy(), models);
    assertEquals(143, stopped.status(), () -> stopped.lines().toString());
    assertEquals(1, states(models).size());
    TrainerProcess resumed = train(StoredRunIT::none, models, "--resume");
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
    TrainerProcess refused = train(StoredRunIT::none, models, "--resume");
    assertEquals(2, refused.status());
    assertTrue(refused.last().contains("earlier release"), refused.last());
    assertTrue(Files.exists(models.resolve(".autorec.checkpoint")));
  }
}
