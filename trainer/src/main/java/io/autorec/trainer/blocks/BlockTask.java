package io.autorec.trainer.blocks;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The reading of a block by any thread that is free: one of the common pool, or the one that waits
 * for it.
 */
public final class BlockTask {
  /** As many as keep all threads busy. */
  public static final int AHEAD = 2 + 2 * ForkJoinPool.getCommonPoolParallelism();

  private final FutureTask<@Nullable RatingBlock> task;

  private BlockTask(Callable<@Nullable RatingBlock> reading) {
    this.task = new FutureTask<>(reading);
  }

  /** Starts a reading as soon as a thread is free. */
  public static BlockTask start(Callable<@Nullable RatingBlock> reading) {
    BlockTask started = new BlockTask(reading);
    ForkJoinPool.commonPool().execute(started.task);
    return started;
  }

  /** What was read, or null if the reading gave up. */
  public @Nullable RatingBlock result() {
    task.run(); // nothing, if it has begun
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
