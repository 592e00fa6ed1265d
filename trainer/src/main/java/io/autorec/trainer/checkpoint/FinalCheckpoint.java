package io.autorec.trainer.checkpoint;

import io.autorec.trainer.files.NewFile;
import io.autorec.trainer.training.TrainingState;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Keeps the state of a trained run on disk before it is published. Where that fails, the state
 * waits in memory until there is room: all the work of the run is in it.
 */
public final class FinalCheckpoint {
  private static final long PAUSE_NANOS = 1_000_000_000;
  private static final int MOST_PAUSES = 60;

  private final StoredRun stored;
  private final BooleanSupplier stop;
  private final CheckpointListener listener;
  private final Runnable pause;

  /**
   * @param stop whether to give the state up
   */
  public FinalCheckpoint(StoredRun stored, BooleanSupplier stop, CheckpointListener listener) {
    this(stored, stop, listener, () -> LockSupport.parkNanos(PAUSE_NANOS));
  }

  /**
   * The same with another clock.
   *
   * @param pause waits for a second
   */
  FinalCheckpoint(
      StoredRun stored, BooleanSupplier stop, CheckpointListener listener, Runnable pause) {
    this.stored = stored;
    this.stop = stop;
    this.listener = listener;
    this.pause = pause;
  }

  /**
   * Keeps a state. It tries again after one pause, two, four and so on, at most 60.
   *
   * @throws IOException why the state could not be kept before it was given up
   */
  public void keep(TrainingState state) throws IOException {
    int pauses = 1;
    while (true) {
      try {
        stored.writeTrained(state);
        return;
      } catch (IOException e) {
        if (pauses == 1) {
          listener.onTrainedWaits(stored.file() + ": " + NewFile.reason(e));
        }
        for (int i = 0; i < pauses; i++) {
          if (stop.getAsBoolean()) {
            throw e;
          }
          pause.run();
        }
        pauses = Math.min(2 * pauses, MOST_PAUSES);
      }
    }
  }
}
