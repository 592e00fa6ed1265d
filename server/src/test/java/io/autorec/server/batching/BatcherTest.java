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
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private static final int POISON = 13;
  private static final int BAD_INPUT = 7;
  private static final BatchRunner AT_ONCE = rows -> {};

  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  @Property(tries = 200)
  void submit_failsOnlyTheCulprits_whenBatchesAreMixed(
      @ForAll @Size(max = 60) List<@IntRange(max = 20) Integer> values,
      @ForAll @IntRange(min = 1, max = 3) int workers)
      throws Exception {
    batches.clear();
    List<CompletableFuture<Outcome<Integer>>> futures = new ArrayList<>();
    try (Batcher<Slots> batcher = batcher(limits(1000), workers, AT_ONCE, new FakeClock(0))) {
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
    Batcher<Slots> batcher = batcher(limits(4), 1, blocking, new FakeClock(100));
    CompletableFuture<Outcome<Integer>> first = batcher.submit(new Doubling(1, false, 101));
    running.await();
    CompletableFuture<Outcome<Integer>> expired = batcher.submit(new Doubling(2, false, 100));
    CompletableFuture<Outcome<Integer>> cancelled = batcher.submit(new Doubling(3, true, 101));
    CompletableFuture<Outcome<Integer>> last4 = batcher.submit(new Doubling(4, false, 101));
    CompletableFuture<Outcome<Integer>> last5 = batcher.submit(new Doubling(5, false, 101));
    // The full queue lets go of the two that nobody waits for.
    CompletableFuture<Outcome<Integer>> last6 = batcher.submit(new Doubling(6, false, 101));
    CompletableFuture<Outcome<Integer>> last8 = batcher.submit(new Doubling(8, false, 101));
    CompletableFuture<Outcome<Integer>> refused = batcher.submit(new Doubling(9, false, 101));
    go.countDown();
    batcher.close();
    assertEquals(new Outcome.Completed<>(2), first.get());
    assertEquals(new Outcome.Expired<>(), expired.get());
    assertEquals(new Outcome.Cancelled<>(), cancelled.get());
    assertEquals(new Outcome.Completed<>(8), last4.get());
    assertEquals(new Outcome.Completed<>(10), last5.get());
    assertEquals(new Outcome.Completed<>(12), last6.get());
    assertEquals(new Outcome.Completed<>(16), last8.get());
    assertEquals(new Outcome.Overloaded<>(0), refused.get());
    assertEquals(new Outcome.Closed<>(), batcher.submit(new Doubling(8, false, 101)).get());
  }

  @Test
  void worker_goesOn_whenMemoryRunsOutOnIt() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    FakeClock failingOnce =
        new FakeClock(0) {
          @Override
          public long getAsLong() {
            // The first time is before jobs are taken, the second after.
            if (Thread.currentThread().getName().equals("test-0") && asked.incrementAndGet() == 2) {
              throw new OutOfMemoryError("expected");
            }
            return super.getAsLong();
          }
        };
    try (Batcher<Slots> batcher = batcher(limits(4), 1, AT_ONCE, failingOnce)) {
      assertInstanceOf(
          Outcome.Failed.class,
          batcher.submit(new Doubling(1, false, Long.MAX_VALUE)).get(10, TimeUnit.SECONDS));
      assertEquals(
          new Outcome.Completed<>(4),
          batcher.submit(new Doubling(2, false, Long.MAX_VALUE)).get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void worker_takesAtOnceWhatCameDuringARun() throws Exception {
    Gate gate = new Gate();
    Batcher<Slots> batcher = batcher(limits(100), 1, gate, new FakeClock(0));
    CompletableFuture<Outcome<Integer>> first = batcher.submit(job(1));
    gate.awaitRun();
    List<CompletableFuture<Outcome<Integer>>> meanwhile = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      meanwhile.add(batcher.submit(job(i)));
    }
    gate.open();
    batcher.close();
    assertEquals(new Outcome.Completed<>(2), first.get());
    for (int i = 0; i < 6; i++) {
      assertEquals(new Outcome.Completed<>(2 * i), meanwhile.get(i).get());
    }
    assertEquals(List.of(1, 4, 2), batches);
  }

  @Test
  void submit_refusesAtOnce_whatCannotMeetItsDeadline() throws Exception {
    FakeClock clock = new FakeClock(0);
    Gate gate = new Gate();
    BatchRunner hundredNanos =
        rows -> {
          clock.advance(100);
          gate.run(rows);
        };
    Batcher<Slots> batcher = batcher(limits(100), 1, hundredNanos, clock);
    gate.open();
    CompletableFuture<Outcome<Integer>> idle =
        batcher.submit(new Doubling(1, false, clock.getAsLong() + 1));
    assertEquals(new Outcome.Completed<>(2), idle.get(10, TimeUnit.SECONDS));
    gate.close();
    CompletableFuture<Outcome<Integer>> running = batcher.submit(job(2));
    gate.awaitRun();
    long now = clock.getAsLong();
    // The run began 100 ago, and takes as long: the next one is expected to end in 100.
    CompletableFuture<Outcome<Integer>> late = batcher.submit(new Doubling(3, false, now + 99));
    assertEquals(new Outcome.Overloaded<>(0), late.get(10, TimeUnit.SECONDS));
    List<CompletableFuture<Outcome<Integer>>> inTime = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      inTime.add(batcher.submit(new Doubling(i, false, now + 101)));
    }
    // A fifth would be in the batch after that.
    CompletableFuture<Outcome<Integer>> fifth = batcher.submit(new Doubling(4, false, now + 199));
    assertEquals(new Outcome.Overloaded<>(100), fifth.get(10, TimeUnit.SECONDS));
    gate.open();
    batcher.close();
    assertEquals(new Outcome.Completed<>(4), running.get());
    for (int i = 0; i < 4; i++) {
      assertEquals(new Outcome.Completed<>(2 * i), inTime.get(i).get());
    }
  }

  @Test
  void fullQueue_makesRoom_whenNobodyWaitsAnyMore() throws Exception {
    Gate gate = new Gate();
    FakeClock clock = new FakeClock(0);
    Batcher<Slots> batcher = batcher(limits(4), 1, gate, clock);
    CompletableFuture<Outcome<Integer>> unused = batcher.submit(job(0));
    gate.awaitRun();
    CompletableFuture<Outcome<Integer>> expired = batcher.submit(new Doubling(1, false, 50));
    CompletableFuture<Outcome<Integer>> cancelled = batcher.submit(new Doubling(2, true, 1000));
    CompletableFuture<Outcome<Integer>> third = batcher.submit(job(3));
    CompletableFuture<Outcome<Integer>> fourth = batcher.submit(job(4));
    clock.advance(60);
    CompletableFuture<Outcome<Integer>> fifth = batcher.submit(job(5));
    assertEquals(new Outcome.Expired<>(), expired.get(10, TimeUnit.SECONDS));
    assertEquals(new Outcome.Cancelled<>(), cancelled.get(10, TimeUnit.SECONDS));
    gate.open();
    batcher.close();
    assertEquals(new Outcome.Completed<>(6), third.get());
    assertEquals(new Outcome.Completed<>(8), fourth.get());
    assertEquals(new Outcome.Completed<>(10), fifth.get());
    assertEquals(List.of(1, 3), batches);
  }

  @Property(tries = 50)
  void submit_completesEveryJobOnce_whenThreadsSubmitAndCancel(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 20) Integer> values,
      @ForAll @IntRange(min = 1, max = 3) int workers)
      throws Exception {
    batches.clear();
    List<CompletableFuture<Outcome<Integer>>> futures =
        Collections.synchronizedList(new ArrayList<>());
    AtomicInteger completions = new AtomicInteger();
    Thread[] threads = new Thread[4];
    try (Batcher<Slots> batcher = batcher(limits(8), workers, AT_ONCE, System::nanoTime)) {
      for (int t = 0; t < threads.length; t++) {
        threads[t] =
            new Thread(
                () -> {
                  for (int value : values) {
                    CompletableFuture<Outcome<Integer>> future =
                        batcher.submit(new Doubling(value, value % 3 == 0, Long.MAX_VALUE));
                    futures.add(future.whenComplete((o, e) -> completions.incrementAndGet()));
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertEquals(threads.length * values.size(), completions.get());
    for (CompletableFuture<Outcome<Integer>> future : futures) {
      Outcome<Integer> outcome = future.get();
      if (outcome instanceof Outcome.Completed<Integer> completed) {
        int value = completed.value() / 2;
        assertTrue(
            values.contains(value) && value % 3 != 0 && value != POISON && value != BAD_INPUT);
      } else {
        assertTrue(
            outcome instanceof Outcome.Cancelled<?>
                || outcome instanceof Outcome.Overloaded<?>
                || outcome instanceof Outcome.Failed<?>,
            outcome::toString);
      }
    }
    assertTrue(batches.stream().allMatch(rows -> rows >= 1 && rows <= 4), batches::toString);
  }

  @Test
  void idleWorker_takesAtOnce_whatOthersAreTooBusyFor() throws Exception {
    Gate gate = new Gate();
    FakeClock clock = new FakeClock(0);
    Batcher<Slots> batcher = batcher(limits(100), 2, gate, clock);
    CompletableFuture<Outcome<Integer>> first = batcher.submit(job(1));
    gate.awaitRuns(1);
    CompletableFuture<Outcome<Integer>> second = batcher.submit(job(2));
    gate.awaitRuns(2);
    CompletableFuture<Outcome<Integer>> third = batcher.submit(job(3));
    gate.open();
    batcher.close();
    assertEquals(new Outcome.Completed<>(2), first.get());
    assertEquals(new Outcome.Completed<>(4), second.get());
    assertEquals(new Outcome.Completed<>(6), third.get());
    assertEquals(List.of(1, 1, 1), batches);
  }

  @Test
  void submit_reckonsWithAllWorkers_whenItRefusesByDeadline() throws Exception {
    FakeClock clock = new FakeClock(0);
    Gate gate = new Gate();
    AtomicInteger duration = new AtomicInteger(100);
    BatchRunner timed =
        rows -> {
          clock.advance(duration.getAndSet(0));
          gate.run(rows);
        };
    Batcher<Slots> batcher = batcher(limits(100), 2, timed, clock);
    gate.open();
    assertEquals(new Outcome.Completed<>(2), batcher.submit(job(1)).get(10, TimeUnit.SECONDS));
    gate.close();
    List<CompletableFuture<Outcome<Integer>>> answered = new ArrayList<>();
    answered.add(batcher.submit(job(2)));
    gate.awaitRuns(1);
    // The other worker is idle.
    long now = clock.getAsLong();
    answered.add(batcher.submit(new Doubling(2, false, now + 1)));
    gate.awaitRuns(2);
    // Both end in 100, and take the next two batches of four together.
    for (int i = 0; i < 8; i++) {
      answered.add(batcher.submit(new Doubling(2, false, now + 200)));
    }
    CompletableFuture<Outcome<Integer>> ninth = batcher.submit(new Doubling(9, false, now + 299));
    assertEquals(new Outcome.Overloaded<>(200), ninth.get(10, TimeUnit.SECONDS));
    answered.add(batcher.submit(new Doubling(2, false, now + 300)));
    gate.open();
    batcher.close();
    for (CompletableFuture<Outcome<Integer>> future : answered) {
      assertEquals(new Outcome.Completed<>(4), future.get());
    }
  }

  private Batcher<Slots> batcher(
      BatchLimits limits, int workers, BatchRunner before, LongSupplier clock) {
    List<Slots> slots = Stream.generate(() -> new Slots(before)).limit(workers).toList();
    return new Batcher<>("test", limits, slots, clock);
  }

  private static BatchLimits limits(int maxQueuedRows) {
    return new BatchLimits(4, maxQueuedRows);
  }

  private static Doubling job(int value) {
    return new Doubling(value, false, Long.MAX_VALUE);
  }

  /** Holds runs until it is opened. */
  private static final class Gate implements BatchRunner {
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

  private final class Slots implements BatchRunner {
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

  private static final class Doubling implements Job<Slots, Integer> {
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
