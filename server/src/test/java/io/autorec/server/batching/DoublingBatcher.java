package io.autorec.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.server.batching.NotRunException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A batcher whose jobs double numbers, in batches of up to 4, and which writes down its batches.
 */
abstract class DoublingBatcher {
  static final int POISON = 13;
  static final int BAD_INPUT = 7;
  static final BatchRunner AT_ONCE = rows -> {};

  /** The rows of each batch that was run. */
  final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  Batcher<Slots> batcher(BatchLimits limits, int workers, BatchRunner before, LongSupplier clock) {
    List<Slots> slots = Stream.generate(() -> new Slots(before)).limit(workers).toList();
    return new Batcher<>("test", limits, slots, clock, BatchListener.NONE);
  }

  static BatchLimits limits(int maxQueuedRows) {
    return new BatchLimits(4, maxQueuedRows);
  }

  /** Asserts that a job did not run, and why. */
  static void assertNotRun(Reason reason, long drainNanos, CompletableFuture<?> future) {
    NotRunException why = assertInstanceOf(NotRunException.class, failure(future));
    assertEquals(reason, why.reason());
    assertEquals(drainNanos, why.drainNanos());
  }

  /** Returns what a job failed with. */
  static Throwable failure(CompletableFuture<?> future) {
    return Objects.requireNonNull(
        assertThrows(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS)).getCause());
  }

  static Doubling job(int value) {
    return new Doubling(value, false, Long.MAX_VALUE);
  }

  /** Holds runs until it is opened. */
  static final class Gate implements BatchRunner {
    private boolean open;
    private int reached;

    @Override
    public synchronized void run(int rows) throws InterruptedException {
      reached++;
      notifyAll();
      while (!open) {
        wait();
      }
    }

    synchronized void open() {
      open = true;
      notifyAll();
    }

    synchronized void close() {
      open = false;
      reached = 0;
    }

    void awaitRun() throws InterruptedException {
      awaitRuns(1);
    }

    synchronized void awaitRuns(int runs) throws InterruptedException {
      while (reached < runs) {
        wait();
      }
    }
  }

  final class Slots implements BatchRunner {
    private final int[] values = new int[4];
    private final BatchRunner before;

    Slots(BatchRunner before) {
      this.before = before;
    }

    @Override
    public void run(int rows) throws Exception {
      before.run(rows);
      batches.add(rows);
      for (int row = 0; row < rows; row++) {
        if (values[row] == POISON) {
          throw new IllegalStateException("poison");
        }
      }
    }
  }

  static final class Doubling implements Job<Slots, Integer> {
    private final int value;
    private final boolean cancelled;
    private final long deadlineNanos;

    Doubling(int value, boolean cancelled, long deadlineNanos) {
      this.value = value;
      this.cancelled = cancelled;
      this.deadlineNanos = deadlineNanos;
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }

    @Override
    public long deadlineNanos() {
      return deadlineNanos;
    }

    @Override
    public void encode(Slots slots, int firstRow) {
      if (value == BAD_INPUT) {
        throw new IllegalArgumentException("bad input");
      }
      slots.values[firstRow] = value;
    }

    @Override
    public Integer decode(Slots slots, int firstRow) {
      return 2 * slots.values[firstRow];
    }

    @Override
    public void forget(Slots slots, int firstRow) {
      slots.values[firstRow] = 0;
    }
  }
}
