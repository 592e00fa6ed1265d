package io.autorec.bench.serve;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at a fixed rate, whatever the server does. Each has a time at which it is due, and its
 * latency counts from then: calls that a stall made late have waited in it (no coordinated
 * omission). What the generator itself is late by, some 0.1 ms, counts too.
 */
final class OpenLoop {
  /** Most calls in flight; a call beyond them is sent late, which its latency shows. */
  private static final int MAX_IN_FLIGHT = 1024;

  private OpenLoop() {}

  /**
   * Sends what is due within a while, and waits for the last answers. Gives up, and counts the rest
   * as failed, when it is as far behind as it was meant to take.
   *
   * @param rate calls per second
   */
  static Timed run(Client<?, ?> client, double rate, Duration length) throws InterruptedException {
    Tally tally = new Tally();
    Semaphore free = new Semaphore(MAX_IN_FLIGHT);
    long calls = Math.max(1, Math.round(rate * length.toNanos() / 1e9));
    long start = System.nanoTime();
    for (long i = 0; i < calls; i++) {
      long due = start + Math.round(i * 1e9 / rate);
      waitUntil(due);
      free.acquire();
      if (System.nanoTime() - due > length.toNanos()) {
        free.release();
        tally.fail(calls - i, "never sent: the server is too far behind");
        break;
      }
      client.send(
          i,
          i,
          failure -> {
            if (failure == null) {
              tally.succeed(System.nanoTime() - due);
            } else {
              tally.fail(1, failure);
            }
            free.release();
          });
    }
    free.acquire(MAX_IN_FLIGHT);
    return new Timed(tally, (System.nanoTime() - start) / 1e9);
  }

  private static void waitUntil(long dueNanos) {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
