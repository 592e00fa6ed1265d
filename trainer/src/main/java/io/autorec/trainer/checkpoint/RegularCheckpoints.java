package io.autorec.trainer.checkpoint;

import io.autorec.trainer.files.NewFile;
import io.autorec.trainer.training.TrainingState;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keeps the state of a long run on disk every few minutes, so that a process that is killed loses
 * no more. A training asks it between two batches whether to stop, and waits while it writes.
 */
public final class RegularCheckpoints implements BooleanSupplier {
  /** Training goes on for this many times as long as the last state took to write. */
  private static final int WORK_FOR_WRITING = 20;

  private final StoredRun stored;
  private final Duration interval;
  private final Supplier<TrainingState> state;
  private final BooleanSupplier stop;
  private final CheckpointListener listener;
  private final LongSupplier nanoTime;
  private long dueNanos;
  private boolean hasFailed;

  /**
   * Begins with a whole interval.
   *
   * @param interval the least time between two states; zero: none is kept
   * @param state the state of the training
   * @param stop whether to stop
   * @param nanoTime the clock
   */
  public RegularCheckpoints(
      StoredRun stored,
      Duration interval,
      Supplier<TrainingState> state,
      BooleanSupplier stop,
      CheckpointListener listener,
      LongSupplier nanoTime) {
    this.stored = stored;
    this.interval = interval;
    this.state = state;
    this.stop = stop;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.dueNanos = nanoTime.getAsLong() + interval.toNanos();
  }

  @Override
  public boolean getAsBoolean() {
    if (stop.getAsBoolean()) {
      return true;
    }
    if (!interval.isZero() && nanoTime.getAsLong() - dueNanos >= 0) {
      keep();
    }
    return false;
  }

  private void keep() {
    long start = nanoTime.getAsLong();
    try {
      stored.write(state.get());
      listener.onStateKept(stored.file());
    } catch (IOException e) {
      // A full disk may have room again later.
      if (!hasFailed) {
        hasFailed = true;
        listener.onStateNotKept(stored.file() + ": " + NewFile.reason(e));
      }
    }
    long end = nanoTime.getAsLong();
    dueNanos = end + Math.max(interval.toNanos(), WORK_FOR_WRITING * (end - start));
  }
}
