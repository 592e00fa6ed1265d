package io.autorec.trainer.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.training.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock of which a test moves the hands; writing takes as long as the test says. */
final class RegularCheckpointsTest {
  @TempDir Path folder;

  private long seconds = Long.MAX_VALUE / TimeUnit.SECONDS.toNanos(2);
  private int writingSeconds;
  private int asked;
  private final List<Path> kept = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private final CheckpointListener listener =
      new CheckpointListener() {
        @Override
        public void onStateKept(Path file) {
          kept.add(file);
        }

        @Override
        public void onStateNotKept(String reason) {
          failures.add(reason);
        }
      };

  private RegularCheckpoints every(int interval, Path file) {
    return new RegularCheckpoints(
        new StoredRun(file, "this run", List.of()),
        Duration.ofSeconds(interval),
        () -> {
          seconds += writingSeconds;
          asked++;
          NetworkWeights network = NetworkWeights.zeros(3, 2, false);
          network.outputBias()[0] = asked;
          return new TrainingState(List.of(network), List.of(), 0, null);
        },
        () -> false,
        listener,
        () -> TimeUnit.SECONDS.toNanos(seconds));
  }

  private void train(RegularCheckpoints checkpoints, int batches) {
    for (int batch = 0; batch < batches; batch++) {
      assertFalse(checkpoints.getAsBoolean());
      seconds++;
    }
  }

  @Test
  void states_areKeptAtTheInterval_eachOverTheLast() {
    Path file = folder.resolve("state");
    RegularCheckpoints checkpoints = every(60, file);
    train(checkpoints, 60);
    assertEquals(0, asked);
    train(checkpoints, 61);
    assertEquals(List.of(file, file), kept);
    TrainingState read = new StoredRun(file, "this run", List.of()).read();
    assertEquals(2, read.finished().get(0).outputBias()[0]);
  }

  @Test
  void training_goesOnTwentyTimesAsLongAsWritingTakes() {
    writingSeconds = 10;
    train(every(60, folder.resolve("state")), 1000);
    // Each 200 s, the first after 60.
    assertEquals(5, asked);
  }

  @Test
  void nothingIsKept_whenTheIntervalIsZero() {
    train(every(0, folder.resolve("state")), 1000);
    assertEquals(0, asked);
  }

  @Test
  void training_goesOn_whenAStateCannotBeKept_andItIsSaidOnce() throws Exception {
    Path file = Files.createDirectory(folder.resolve("in the way"));
    train(every(60, file), 200);
    assertEquals(3, asked);
    assertEquals(List.of(), kept);
    assertEquals(1, failures.size());
    assertTrue(failures.get(0).contains("is not a file"), failures.get(0));
  }

  @Test
  void sweep_removesOldDraftsOfThisRunAlone() throws Exception {
    Path file = folder.resolve(".films.12345678.checkpoint");
    StoredRun run = new StoredRun(file, "this run", List.of());
    Path old = Files.createFile(folder.resolve("..films.12345678.checkpoint.some-uuid"));
    Path young = Files.createFile(folder.resolve("..films.12345678.checkpoint.other-uuid"));
    Path other = Files.createFile(folder.resolve("..films.87654321.checkpoint.some-uuid"));
    byte[] state = {1, 2, 3};
    Files.write(file, state);
    for (Path each : List.of(old, other, file)) {
      Files.setLastModifiedTime(each, FileTime.from(Instant.now().minusSeconds(3600)));
    }
    run.sweep();
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
    assertTrue(Files.exists(other));
    assertArrayEquals(state, Files.readAllBytes(file));
  }
}
