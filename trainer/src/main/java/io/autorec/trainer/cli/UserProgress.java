package io.autorec.trainer.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How many users are done: a bar on a terminal, elsewhere a line now and then. */
final class UserProgress implements AutoCloseable {
  /** Short work goes without a line. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final int total;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final @Nullable ProgressBar bar;
  private long saidNanos;
  private int done;

  UserProgress(PrintWriter out, int total, LongSupplier nanoTime, boolean terminal) {
    this.out = out;
    this.total = total;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.saidNanos = startNanos;
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("users")
                .setStyle(ProgressBarStyle.ASCII)
                .setInitialMax(total)
                .setUpdateIntervalMillis(250)
                .build()
            : null;
  }

  /** One more user is done. */
  void add() {
    done++;
    if (bar != null) {
      bar.step();
      return;
    }
    long now = nanoTime.getAsLong();
    if (now - saidNanos >= INTERVAL.toNanos()) {
      saidNanos = now;
      out.println(soFar());
      out.flush();
    }
  }

  /** Users done of all, the time, and the rate. */
  String soFar() {
    double seconds = (nanoTime.getAsLong() - startNanos) / 1e9;
    return String.format(
        Locale.ROOT,
        "%d of %d users, %.1f s (%.0f users/s)",
        done,
        total,
        seconds,
        seconds > 0 ? done / seconds : 0);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
