package io.autorec.trainer.cli.console;

import io.autorec.trainer.offline.BulkRecommendation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows the number of finished users: a bar on a terminal, elsewhere a line now and then. */
public final class UserProgress implements BulkRecommendation.Listener, AutoCloseable {
  /** The interval of the lines. Work that is shorter has none. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private int total;
  private long startNanos;
  private long saidNanos;
  private int done;

  /** Shows nothing yet. */
  public UserProgress(PrintWriter out) {
    this(out, System::nanoTime, TrainingProgress.isTerminal());
  }

  UserProgress(PrintWriter out, LongSupplier nanoTime, boolean terminal) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.terminal = terminal;
  }

  @Override
  public void onStart(int users) {
    total = users;
    startNanos = nanoTime.getAsLong();
    saidNanos = startNanos;
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("users")
              .setStyle(ProgressBarStyle.ASCII)
              .setInitialMax(users)
              .setUpdateIntervalMillis(250)
              .build();
    }
  }

  @Override
  public void onUser() {
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

  /** The number of finished users, the time and the rate, as a phrase. */
  public String soFar() {
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
