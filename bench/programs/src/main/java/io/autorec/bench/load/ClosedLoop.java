package io.autorec.bench.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A fixed number of calls in flight: each that ends begins the next. Latency is from a call's own
 * start, so a server that stalls is asked less; {@link OpenLoop} does not forgive that.
 */
public final class ClosedLoop {
  /** Puts off what follows a failure: it may have come from inside send, and come again. */
  private static final Executor PAUSE =
      CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  private final Calls calls;
  private final long endNanos;
  private final Tally tally = new Tally();
  private final AtomicLong sent = new AtomicLong();
  private final CountDownLatch running;

  private ClosedLoop(Calls calls, int inFlight, long endNanos) {
    this.calls = calls;
    this.endNanos = endNanos;
    this.running = new CountDownLatch(inFlight);
  }

  /** Keeps calls in flight for a while, and waits for the last ones. */
  public static Timed run(Calls calls, int inFlight, Duration length) throws InterruptedException {
    long start = System.nanoTime();
    ClosedLoop loop = new ClosedLoop(calls, inFlight, start + length.toNanos());
    for (int slot = 0; slot < inFlight; slot++) {
      loop.next(slot);
    }
    loop.running.await();
    return new Timed(loop.tally, (System.nanoTime() - start) / 1e9);
  }

  private void next(int slot) {
    long start = System.nanoTime();
    if (start - endNanos >= 0) {
      running.countDown();
      return;
    }
    calls.send(
        slot,
        sent.getAndIncrement(),
        failure -> {
          if (failure == null) {
            tally.succeed(System.nanoTime() - start);
            next(slot);
          } else {
            tally.fail(1, failure);
            PAUSE.execute(() -> next(slot));
          }
        });
  }
}
