package io.autorec.trainer.blocks;

import java.util.List;
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
  /** A block and its text take some MB; a small heap has room for few. */
  private static final long HEAP_BYTES_EACH = 1L << 26;

  /** As many as keep all threads busy, if the heap has room for them. */
  public static final int AHEAD =
      (int)
          Math.max(
              2,
              Math.min(
                  2 + 2L * ForkJoinPool.getCommonPoolParallelism(),
                  Runtime.getRuntime().maxMemory() / HEAP_BYTES_EACH));

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

  /**
   * What was read, or null if the reading gave up.
   *
   * @param later the readings after this one; the thread that waits takes part in them
   */
  public @Nullable RatingBlock result(List<BlockTask> later) {
    task.run(); // nothing, if it has begun
    for (BlockTask other : later) {
      if (task.isDone()) {
        break;
      }
      other.task.run();
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error; // such as too little memory
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
