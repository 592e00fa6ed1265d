package io.autorec.trainer.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is a file cannot keep a state, until somebody moves it away. */
final class FinalCheckpointTest {
  @TempDir Path folder;

  private final TrainingState state =
      new TrainingState(List.of(NetworkWeights.zeros(3, 2, false)), List.of(), 0, null);
  private final List<String> told = new ArrayList<>();
  private int pauses;
  private int roomAfter = Integer.MAX_VALUE;
  private int stopAfter = Integer.MAX_VALUE;
  private StoredRun stored = new StoredRun(Path.of(""), "", List.of());
  private Path models = Path.of("");

  @BeforeEach
  void block() throws IOException {
    models = Files.writeString(folder.resolve("models"), "in the way");
    stored = new StoredRun(models.resolve(".films.12345678.checkpoint"), "this run", List.of());
  }

  private void pause() {
    pauses++;
    if (pauses == roomAfter) {
      assertTrue(models.toFile().delete());
    }
  }

  private void keep() throws IOException {
    CheckpointListener listener =
        new CheckpointListener() {
          @Override
          public void onTrainedWaits(String reason) {
            told.add(reason);
          }
        };
    new FinalCheckpoint(stored, () -> pauses == stopAfter, listener, this::pause).keep(state);
  }

  @Test
  void keep_keepsTheState_withoutAPause() throws Exception {
    Files.delete(models);
    keep();
    assertTrue(stored.isTrained());
    assertEquals(0, pauses);
    assertEquals(List.of(), told);
  }

  @Test
  void keep_waitsUntilThereIsRoom_andSaysItOnce() throws Exception {
    roomAfter = 6;
    keep();
    assertTrue(stored.isTrained());
    // It tries after 1, 3, 7 and 15 pauses.
    assertEquals(7, pauses);
    assertEquals(1, told.size());
    assertTrue(told.get(0).contains(models.toString()), told.get(0));
  }

  @Test
  void keep_triesOnceAMinute_inTheEnd() throws Exception {
    roomAfter = 1000;
    keep();
    // 63 pauses for the first six times, then each 60.
    assertEquals(63 + 16 * 60, pauses);
  }

  @Test
  void keep_givesUp_whenItIsStopped() {
    stopAfter = 5;
    IOException e = assertThrows(IOException.class, this::keep);
    assertTrue(e.toString().contains(models.toString()), e.toString());
    assertEquals(5, pauses);
  }

  @Test
  void writeTrained_leavesASmallerState_whereItCannotWriteAnother() throws Exception {
    Files.delete(models);
    Files.createDirectories(models);
    byte[] smaller = {1, 2, 3};
    // A longer name than a draft may have.
    StoredRun unwritable = new StoredRun(models.resolve("x".repeat(250)), "this run", List.of());
    Files.write(unwritable.file(), smaller);
    assertThrows(IOException.class, () -> unwritable.writeTrained(state));
    assertArrayEquals(smaller, Files.readAllBytes(unwritable.file()));

    Files.write(unwritable.file(), new byte[1000]);
    assertThrows(IOException.class, () -> unwritable.writeTrained(state));
    assertFalse(Files.exists(unwritable.file()));
  }
}
