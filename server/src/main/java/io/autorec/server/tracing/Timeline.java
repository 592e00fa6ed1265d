package io.autorec.server.tracing;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Converts times of {@code System.nanoTime} to times since 1970. All use one reference, so that the
 * spans of a call are consistent.
 *
 * @param startEpochNanos the reference, since 1970
 * @param startNanos the reference on the clock of {@code System.nanoTime}
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
