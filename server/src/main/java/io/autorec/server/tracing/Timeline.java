package io.autorec.server.tracing;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Puts times of {@code System.nanoTime} on the calendar, so that the spans of a call fit each
 * other.
 *
 * @param startEpochNanos a moment, since 1970
 * @param startNanos the same on the clock of {@code System.nanoTime}
 */
record Timeline(long startEpochNanos, long startNanos) {
  static Timeline fromNow() {
    Instant now = Instant.now();
    return new Timeline(
        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), System.nanoTime());
  }

  long epochNanos(long nanos) {
    return startEpochNanos + nanos - startNanos;
  }
}
