package io.autorec.bench.load;

import java.time.Duration;

/** Stands still until somebody waits, or a test moves it. */
final class FakeClock implements Clock {
  private long now;

  /** What is far from 0 finds out who takes a time for a length of time. */
  FakeClock() {
    this.now = Long.MAX_VALUE - 5_000_000;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void awaitNanos(long time) {
    now += Math.max(0, time - now);
  }

  void advance(Duration time) {
    now += time.toNanos();
  }
}
