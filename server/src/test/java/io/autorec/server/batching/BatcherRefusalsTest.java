package io.autorec.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.server.batching.NotRunException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The jobs that a batcher refuses or drops. */
class BatcherRefusalsTest extends DoublingBatcher {
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
    CompletableFuture<Integer> first = batcher.submit(new Doubling(1, false, 101));
    running.await();
    CompletableFuture<Integer> expired = batcher.submit(new Doubling(2, false, 100));
    CompletableFuture<Integer> cancelled = batcher.submit(new Doubling(3, true, 101));
    CompletableFuture<Integer> last4 = batcher.submit(new Doubling(4, false, 101));
    CompletableFuture<Integer> last5 = batcher.submit(new Doubling(5, false, 101));
    // The full queue lets go of the two that nobody waits for.
    CompletableFuture<Integer> last6 = batcher.submit(new Doubling(6, false, 101));
    CompletableFuture<Integer> last8 = batcher.submit(new Doubling(8, false, 101));
    CompletableFuture<Integer> refused = batcher.submit(new Doubling(9, false, 101));
    go.countDown();
    batcher.close();
    assertEquals(2, first.get());
    assertNotRun(Reason.EXPIRED, 0, expired);
    assertNotRun(Reason.CANCELLED, 0, cancelled);
    assertEquals(8, last4.get());
    assertEquals(10, last5.get());
    assertEquals(12, last6.get());
    assertEquals(16, last8.get());
    assertNotRun(Reason.OVERLOADED, 0, refused);
    assertNotRun(Reason.CLOSED, 0, batcher.submit(new Doubling(8, false, 101)));
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
    CompletableFuture<Integer> idle = batcher.submit(new Doubling(1, false, clock.getAsLong() + 1));
    assertEquals(2, idle.get(10, TimeUnit.SECONDS));
    gate.close();
    CompletableFuture<Integer> running = batcher.submit(job(2));
    gate.awaitRun();
    long now = clock.getAsLong();
    // The run began 100 ago, and takes as long: the next one is expected to end in 100.
    CompletableFuture<Integer> late = batcher.submit(new Doubling(3, false, now + 99));
    assertNotRun(Reason.OVERLOADED, 0, late);
    List<CompletableFuture<Integer>> inTime = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      inTime.add(batcher.submit(new Doubling(i, false, now + 101)));
    }
    // A fifth would be in the batch after that.
    CompletableFuture<Integer> fifth = batcher.submit(new Doubling(4, false, now + 199));
    assertNotRun(Reason.OVERLOADED, 100, fifth);
    gate.open();
    batcher.close();
    assertEquals(4, running.get());
    for (int i = 0; i < 4; i++) {
      assertEquals(2 * i, inTime.get(i).get());
    }
  }

  @Test
  void fullQueue_makesRoom_whenNobodyWaitsAnyMore() throws Exception {
    Gate gate = new Gate();
    FakeClock clock = new FakeClock(0);
    Batcher<Slots> batcher = batcher(limits(4), 1, gate, clock);
    CompletableFuture<Integer> unused = batcher.submit(job(0));
    gate.awaitRun();
    CompletableFuture<Integer> expired = batcher.submit(new Doubling(1, false, 50));
    CompletableFuture<Integer> cancelled = batcher.submit(new Doubling(2, true, 1000));
    CompletableFuture<Integer> third = batcher.submit(job(3));
    CompletableFuture<Integer> fourth = batcher.submit(job(4));
    clock.advance(60);
    CompletableFuture<Integer> fifth = batcher.submit(job(5));
    assertNotRun(Reason.EXPIRED, 0, expired);
    assertNotRun(Reason.CANCELLED, 0, cancelled);
    gate.open();
    batcher.close();
    assertEquals(6, third.get());
    assertEquals(8, fourth.get());
    assertEquals(10, fifth.get());
    assertEquals(List.of(1, 3), batches);
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
    assertEquals(2, batcher.submit(job(1)).get(10, TimeUnit.SECONDS));
    gate.close();
    List<CompletableFuture<Integer>> answered = new ArrayList<>();
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
    CompletableFuture<Integer> ninth = batcher.submit(new Doubling(9, false, now + 299));
    assertNotRun(Reason.OVERLOADED, 200, ninth);
    answered.add(batcher.submit(new Doubling(2, false, now + 300)));
    gate.open();
    batcher.close();
    for (CompletableFuture<Integer> future : answered) {
      assertEquals(4, future.get());
    }
  }
}
