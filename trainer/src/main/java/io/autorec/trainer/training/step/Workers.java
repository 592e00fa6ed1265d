package io.autorec.trainer.training.step;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Threads that share the parts of a task. Which thread takes which part is not fixed. */
public final class Workers implements AutoCloseable {
  private final ForkJoinPool pool;
  private final int threads;

  /** Starts the threads. */
  public Workers(int threads) {
    this.threads = threads;
    this.pool = new ForkJoinPool(threads);
  }

  public int threads() {
    return threads;
  }

  /** Runs a task for every part from 0 on, and returns when all are done. */
  public void forEach(int parts, IntConsumer task) {
    AtomicInteger next = new AtomicInteger();
    pool.submit(
            () ->
                IntStream.range(0, threads)
                    .parallel()
                    .forEach(
                        thread -> {
                          for (int part = next.getAndIncrement();
                              part < parts;
                              part = next.getAndIncrement()) {
                            task.accept(part);
                          }
                        }))
        .join();
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
