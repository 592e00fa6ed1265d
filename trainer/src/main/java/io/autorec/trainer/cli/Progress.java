package io.autorec.trainer.cli;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.training.Trainer;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal, and a line for each epoch everywhere. */
final class Progress implements Trainer.Listener, AutoCloseable {
  private final PrintWriter out;
  private final int epochs;
  private final @Nullable ProgressBar bar;
  private final boolean colours;

  @SuppressWarnings("SystemConsoleNull") // From JDK 22 on a dumb bar is drawn into files, no more.
  Progress(PrintWriter out, int epochs) {
    this.out = out;
    this.epochs = epochs;
    boolean terminal = System.getenv("TERM") != null && System.console() != null;
    this.colours = terminal && System.getenv("NO_COLOR") == null;
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("training")
                .setStyle(ProgressBarStyle.ASCII)
                .setInitialMax(epochs)
                .continuousUpdate()
                .setUpdateIntervalMillis(250)
                .build()
            : null;
    out.println("epoch   train RMSE   validation RMSE   seconds");
  }

  @Override
  public void onBatch(int epoch, int done, int total) {
    if (bar != null) {
      bar.maxHint((long) epochs * total).stepTo((long) (epoch - 1) * total + done);
    }
  }

  @Override
  public void onEpoch(EpochResult result, boolean isBest) {
    String line =
        String.format(
            Locale.ROOT,
            "%5d   %10.4f   %15s   %7.1f%s",
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
