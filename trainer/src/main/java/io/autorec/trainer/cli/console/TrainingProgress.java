package io.autorec.trainer.cli.console;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.settings.HyperParameters;
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
  private final boolean isSingle;
  private final boolean terminal;
  private final boolean colours;
  private @Nullable ProgressBar bar;
  private int epochs;

  /**
   * Prints a header.
   *
   * @param isSingle whether a single training is all
   */
  TrainingProgress(PrintWriter out, boolean isSingle) {
    this.out = out;
    this.isSingle = isSingle;
    this.terminal = isTerminal();
    this.colours = terminal && System.getenv("NO_COLOR") == null;
    out.println((isSingle ? "" : "   ") + "epoch   train RMSE   validation RMSE   seconds");
  }

  @Override
  public void onTraining(int number, HyperParameters hyper, boolean isWarm) {
    close();
    epochs = hyper.epochs();
    if (!isSingle) {
      out.printf(
          Locale.ROOT,
          "%2d %s, centering %s%s, lambda %.1f%n",
          number,
          isWarm ? "goes on from the best so far" : "a new network",
          hyper.centering(),
          hyper.hasFactors() ? ", implicit factors" : "",
          hyper.weightDecay());
    }
    bar = terminal ? bar(isSingle ? "training" : "training " + number, epochs) : null;
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
      bar.maxHint((long) epochs * total).stepTo((epoch - 1L) * total + done);
    }
  }

  @Override
  public void onEpoch(EpochResult result, boolean isBest) {
    String line =
        String.format(
            Locale.ROOT,
            "%s%5d   %10.4f   %15s   %7.1f%s",
            isSingle ? "" : "%2d ".formatted(result.network()),
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
