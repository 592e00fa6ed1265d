package io.autorec.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.batching.NotRunException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatcherTest extends DoublingBatcher {
  @Property(tries = 200)
  void submit_failsOnlyTheCulprits_whenBatchesAreMixed(
      @ForAll @Size(max = 60) List<@IntRange(max = 20) Integer> values,
      @ForAll @IntRange(min = 1, max = 3) int workers)
      throws Exception {
    batches.clear();
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    try (Batcher<Slots> batcher = batcher(limits(1000), workers, AT_ONCE, new FakeClock(0))) {
      for (int value : values) {
        futures.add(batcher.submit(new Doubling(value, false, Long.MAX_VALUE)));
      }
    }
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == POISON || values.get(i) == BAD_INPUT) {
        assertFalse(failure(futures.get(i)) instanceof NotRunException);
      } else {
        assertEquals(2 * values.get(i), futures.get(i).get(10, TimeUnit.SECONDS));
      }
    }
    assertTrue(batches.stream().allMatch(rows -> rows >= 1 && rows <= 4), batches::toString);
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
          OutOfMemoryError.class, failure(batcher.submit(new Doubling(1, false, Long.MAX_VALUE))));
      assertEquals(
          4, batcher.submit(new Doubling(2, false, Long.MAX_VALUE)).get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void worker_takesAtOnceWhatCameDuringARun() throws Exception {
    Gate gate = new Gate();
    Batcher<Slots> batcher = batcher(limits(100), 1, gate, new FakeClock(0));
    CompletableFuture<Integer> first = batcher.submit(job(1));
    gate.awaitRun();
    List<CompletableFuture<Integer>> meanwhile = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      meanwhile.add(batcher.submit(job(i)));
    }
    gate.open();
    batcher.close();
    assertEquals(2, first.get());
    for (int i = 0; i < 6; i++) {
      assertEquals(2 * i, meanwhile.get(i).get());
    }
    assertEquals(List.of(1, 4, 2), batches);
  }

  @Property(tries = 50)
  void submit_completesEveryJobOnce_whenThreadsSubmitAndCancel(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 20) Integer> values,
      @ForAll @IntRange(min = 1, max = 3) int workers)
      throws Exception {
    batches.clear();
    List<CompletableFuture<Integer>> futures = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger completions = new AtomicInteger();
    Thread[] threads = new Thread[4];
    try (Batcher<Slots> batcher = batcher(limits(8), workers, AT_ONCE, System::nanoTime)) {
      for (int t = 0; t < threads.length; t++) {
        threads[t] =
            new Thread(
                () -> {
                  for (int value : values) {
                    CompletableFuture<Integer> future =
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
    for (CompletableFuture<Integer> future : futures) {
      if (!future.isCompletedExceptionally()) {
        int value = future.get() / 2;
        assertTrue(
            values.contains(value) && value % 3 != 0 && value != POISON && value != BAD_INPUT);
      } else {
        Throwable failure = failure(future);
        assertTrue(
            !(failure instanceof NotRunException notRun)
                || notRun.reason() == Reason.CANCELLED
                || notRun.reason() == Reason.OVERLOADED,
            failure::toString);
      }
    }
    assertTrue(batches.stream().allMatch(rows -> rows >= 1 && rows <= 4), batches::toString);
  }

  @Test
  void idleWorker_takesAtOnce_whatOthersAreTooBusyFor() throws Exception {
    Gate gate = new Gate();
    FakeClock clock = new FakeClock(0);
    Batcher<Slots> batcher = batcher(limits(100), 2, gate, clock);
    CompletableFuture<Integer> first = batcher.submit(job(1));
    gate.awaitRuns(1);
    CompletableFuture<Integer> second = batcher.submit(job(2));
    gate.awaitRuns(2);
    CompletableFuture<Integer> third = batcher.submit(job(3));
    gate.open();
    batcher.close();
    assertEquals(2, first.get());
    assertEquals(4, second.get());
    assertEquals(6, third.get());
    assertEquals(List.of(1, 1, 1), batches);
  }

  /**
   * The bound in the comment of {@link Batcher}, which the last job of each batch meets exactly.
   */
  @Test
  void jobs_completeWithinTheLatencyBound_whenAllRunsTakeTheSame() throws Exception {
    int run = 100;
    FakeClock clock = new FakeClock(0);
    Gate gate = new Gate();
    BatchRunner timed =
        rows -> {
          gate.run(rows);
          clock.advance(run);
        };
    List<CompletableFuture<Long>> doneAt = new ArrayList<>();
    try (Batcher<Slots> batcher = batcher(limits(100), 1, timed, clock)) {
      CompletableFuture<Integer> unused = batcher.submit(job(1));
      gate.awaitRun();
      for (int i = 0; i < 11; i++) {
        doneAt.add(batcher.submit(job(1)).thenApply(outcome -> clock.getAsLong()));
      }
      gate.open();
    }
    for (int before = 0; before < doneAt.size(); before++) {
      long done = doneAt.get(before).get(10, TimeUnit.SECONDS);
      assertEquals((2L + before / 4) * run, done);
    }
  }
}
