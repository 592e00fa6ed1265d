package io.autorec.bench.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Calls at a fixed rate, whatever the server does. Each has a time at which it is due, and its
 * latency counts from then: calls that a stall made late have waited in it (no coordinated
 * omission).
 *
 * <p>A stall of the generator's own counts there too. {@link Tally#lateMillis} tells how long those
 * were: from when a call was due, or could be sent at the earliest because so many were in flight,
 * to when it was sent.
 */
public final class OpenLoop {
  /** Most calls in flight; a call beyond them is sent late, which its latency shows. */
  private static final int MAX_IN_FLIGHT = 16_384;

  private final Calls calls;
  private final Clock clock;
  private final Semaphore free;
  private final int maxInFlight;

  /** Sends calls at the machine's time. */
  public OpenLoop(Calls calls) {
    this(calls, Clock.SYSTEM, new Semaphore(MAX_IN_FLIGHT));
  }

  /**
   * @param free as many permits as calls may be in flight
   */
  OpenLoop(Calls calls, Clock clock, Semaphore free) {
    this.calls = calls;
    this.clock = clock;
    this.free = free;
    this.maxInFlight = free.availablePermits();
  }

  /**
   * Sends what is due within a while, and waits for the last answers. Gives up, and counts the rest
   * as failed, when it is as far behind as it was meant to take.
   *
   * @param rate calls per second
   */
  public Timed run(double rate, Duration length) throws InterruptedException {
    Tally tally = new Tally();
    long number = Math.max(1, Math.round(rate * length.toNanos() / 1e9));
    long start = clock.nanos();
    long held = start;
    for (long i = 0; i < number; i++) {
      long due = start + Math.round(i * 1e9 / rate);
      clock.awaitNanos(due);
      if (!free.tryAcquire()) {
        free.acquire();
        held = clock.nanos();
      }
      long now = clock.nanos();
      if (now - due > length.toNanos()) {
        free.release();
        tally.fail(number - i, "never sent: the server is too far behind");
        break;
      }
      tally.sentLate(Math.min(now - due, now - held));
      calls.send(
          i,
          i,
          failure -> {
            if (failure == null) {
              tally.succeed(clock.nanos() - due);
            } else {
              tally.fail(1, failure);
            }
            free.release();
          });
    }
    free.acquire(maxInFlight);
    return new Timed(tally, (clock.nanos() - start) / 1e9);
  }
}
