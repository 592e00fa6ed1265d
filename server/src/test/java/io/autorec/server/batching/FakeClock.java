package io.autorec.server.batching;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that a test moves. */
class FakeClock implements LongSupplier {
  private final AtomicLong now;

  FakeClock(long now) {
    this.now = new AtomicLong(now);
  }

  @Override
  public long getAsLong() {
    return now.get();
  }

  void advance(long nanos) {
    now.addAndGet(nanos);
  }
}
