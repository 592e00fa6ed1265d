package io.autorec.trainer.cli.console;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.training.Trainer;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal, and a line for each epoch everywhere. */
final class TrainingProgress implements Trainer.Listener, AutoCloseable {
  private final PrintWriter out;
  private final int epochs;
  private final int networks;
  private final @Nullable ProgressBar bar;
  private final boolean colours;

  TrainingProgress(PrintWriter out, int epochs, int networks) {
    this.out = out;
    this.epochs = epochs;
    this.networks = networks;
    boolean terminal = isTerminal();
    this.colours = terminal && System.getenv("NO_COLOR") == null;
    this.bar = terminal ? bar("training", (long) networks * epochs) : null;
    out.println((networks == 1 ? "" : "   ") + "epoch   train RMSE   validation RMSE   seconds");
  }

  /** A bar on the terminal. */
  static ProgressBar bar(String task, long max) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setInitialMax(max)
        .continuousUpdate()
        .setUpdateIntervalMillis(250)
        .build();
  }

  /** Returns true if a person may be looking. */
  @SuppressWarnings("SystemConsoleNull") // From JDK 22 on a dumb bar is drawn into files, no more.
  static boolean isTerminal() {
    return System.getenv("TERM") != null && System.console() != null;
  }

  @Override
  public void onBatch(int network, int epoch, int done, int total) {
    if (bar != null) {
      long passes = (long) (network - 1) * epochs + epoch - 1;
      bar.maxHint((long) networks * epochs * total).stepTo(passes * total + done);
    }
  }

  @Override
  public void onEpoch(EpochResult result, boolean isBest) {
    String line =
        String.format(
            Locale.ROOT,
            "%s%5d   %10.4f   %15s   %7.1f%s",
            networks == 1 ? "" : "%2d ".formatted(result.network()),
            result.epoch(),
            result.trainRmse(),
            result.validationRmse() == null
                ? "-"
                : String.format(Locale.ROOT, "%.4f", result.validationRmse()),
            result.seconds(),
            isBest ? "   best" : "");
    out.println(
        (bar != null ? "\r\033[2K" : "")
            + (colours && isBest ? "\033[32m" + line + "\033[0m" : line));
    out.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
