package io.autorec.examples;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints how many users are done, every five seconds; short runs print nothing. */
final class StreamProgress {

  static final Duration INTERVAL = Duration.ofSeconds(5);

  private final int total;
  private final LongSupplier nanoTime;
  private final PrintWriter err;
  private final long startNanos;
  private long saidNanos;
  private int users;
  private int errors;

  StreamProgress(int total, LongSupplier nanoTime, PrintWriter err) {
    this.total = total;
    this.nanoTime = nanoTime;
    this.err = err;
    startNanos = nanoTime.getAsLong();
    saidNanos = startNanos;
  }

  /** Counts a user as done. */
  void add(boolean isError) {
    users++;
    if (isError) {
      errors++;
    }
    long now = nanoTime.getAsLong();
    if (now - saidNanos >= INTERVAL.toNanos()) {
      saidNanos = now;
      err.println(soFar());
    }
  }

  int errors() {
    return errors;
  }

  /** The users done so far, the errors among them, and the rate. */
  String soFar() {
    double seconds = (nanoTime.getAsLong() - startNanos) / 1e9;
    return String.format(
        Locale.ROOT,
        "%d of %d users, %d errors, %.1f s (%.0f users/s)",
        users,
        total,
        errors,
        seconds,
        seconds > 0 ? users / seconds : 0);
  }
}
