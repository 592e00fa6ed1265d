package io.autorec.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private static final int POISON = 13;
  private static final int BAD_INPUT = 7;

  private final int[] slots = new int[4];
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  private void run(int rows) {
    batches.add(rows);
    for (int row = 0; row < rows; row++) {
      if (slots[row] == POISON) {
        throw new IllegalStateException("poison");
      }
    }
  }

  @Property(tries = 200)
  void submit_failsOnlyTheCulprits_whenBatchesAreMixed(
      @ForAll @Size(max = 60) List<@IntRange(max = 20) Integer> values) throws Exception {
    batches.clear();
    List<CompletableFuture<Outcome<Integer>>> futures = new ArrayList<>();
    try (Batcher batcher = new Batcher("test", 4, 1000, this::run, () -> 0)) {
      for (int value : values) {
        futures.add(batcher.submit(new Doubling(value, false, Long.MAX_VALUE)));
      }
    }
    for (int i = 0; i < values.size(); i++) {
      Outcome<Integer> outcome = futures.get(i).get(10, TimeUnit.SECONDS);
      if (values.get(i) == POISON || values.get(i) == BAD_INPUT) {
        assertInstanceOf(Outcome.Failed.class, outcome);
      } else {
        assertEquals(new Outcome.Completed<>(2 * values.get(i)), outcome);
      }
    }
    assertTrue(batches.stream().allMatch(rows -> rows >= 1 && rows <= 4), batches::toString);
  }

  @Test
  void submit_refusesOrDrops_whenFullExpiredCancelledOrClosed() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BatchRunner blocking =
        rows -> {
          running.countDown();
          go.await();
        };
    Batcher batcher = new Batcher("test", 4, 4, blocking, () -> 100);
    CompletableFuture<Outcome<Integer>> first = batcher.submit(new Doubling(1, false, 101));
    running.await();
    CompletableFuture<Outcome<Integer>> expired = batcher.submit(new Doubling(2, false, 100));
    CompletableFuture<Outcome<Integer>> cancelled = batcher.submit(new Doubling(3, true, 101));
    CompletableFuture<Outcome<Integer>> last4 = batcher.submit(new Doubling(4, false, 101));
    CompletableFuture<Outcome<Integer>> last5 = batcher.submit(new Doubling(5, false, 101));
    CompletableFuture<Outcome<Integer>> refused = batcher.submit(new Doubling(6, false, 101));
    go.countDown();
    batcher.close();
    assertEquals(new Outcome.Completed<>(2), first.get());
    assertEquals(new Outcome.Expired<>(), expired.get());
    assertEquals(new Outcome.Cancelled<>(), cancelled.get());
    assertEquals(new Outcome.Completed<>(8), last4.get());
    assertEquals(new Outcome.Completed<>(10), last5.get());
    assertEquals(new Outcome.Overloaded<>(), refused.get());
    assertEquals(new Outcome.Closed<>(), batcher.submit(new Doubling(8, false, 101)).get());
  }

  @Test
  void worker_goesOn_whenMemoryRunsOutOnIt() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    LongSupplier failingOnce =
        () -> {
          if (asked.incrementAndGet() == 1) {
            throw new OutOfMemoryError("expected");
          }
          return 0;
        };
    try (Batcher batcher = new Batcher("test", 4, 4, this::run, failingOnce)) {
      assertInstanceOf(
          Outcome.Failed.class,
          batcher.submit(new Doubling(1, false, Long.MAX_VALUE)).get(10, TimeUnit.SECONDS));
      assertEquals(
          new Outcome.Completed<>(4),
          batcher.submit(new Doubling(2, false, Long.MAX_VALUE)).get(10, TimeUnit.SECONDS));
    }
  }

  private final class Doubling implements Job<Integer> {
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
    public void encode(int firstRow) {
      if (value == BAD_INPUT) {
        throw new IllegalArgumentException("bad input");
      }
      slots[firstRow] = value;
    }

    @Override
    public Integer decode(int firstRow) {
      return 2 * slots[firstRow];
    }

    @Override
    public void forget(int firstRow) {
      slots[firstRow] = 0;
    }
  }
}
