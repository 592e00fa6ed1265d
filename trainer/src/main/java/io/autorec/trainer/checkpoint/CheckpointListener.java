package io.autorec.trainer.checkpoint;

import java.nio.file.Path;

/** Is told what is kept while a run trains, on the training thread. */
public interface CheckpointListener {
  /**
   * The state of the training was kept on disk, for {@code --resume}. Called every few minutes.
   *
   * @param file where
   */
  default void onStateKept(Path file) {}

  /** A state could not be kept; training goes on, and tries again. Called once. */
  default void onStateNotKept(String reason) {}

  /** The trained networks could not be kept, and wait in memory for room. Called once. */
  default void onTrainedWaits(String reason) {}
}
