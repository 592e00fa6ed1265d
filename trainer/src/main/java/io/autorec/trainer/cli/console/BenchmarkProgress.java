package io.autorec.trainer.cli.console;

import io.autorec.trainer.benchmark.Benchmark;
import io.autorec.trainer.benchmark.SplitLists;
import io.autorec.trainer.benchmark.SplitResult;
import io.autorec.trainer.evaluation.EpochResult;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line for each measurement, with an estimate of the time that is left. */
public final class BenchmarkProgress implements Benchmark.Listener, AutoCloseable {
  private final PrintWriter out;
  private final boolean terminal = TrainingProgress.isTerminal();
  private int jobs;
  private long started;
  private double secondsMeasured;
  private int done;

  /** Prints nothing yet. */
  public BenchmarkProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onStart(int measurements) {
    jobs = measurements;
    started = System.nanoTime();
  }

  @Override
  public void onEpoch(EpochResult result, boolean isBest) {
    if (terminal) {
      out.printf(
          "\r\033[2K%d of %d, network %d, epoch %d: train RMSE %.4f",
          done + 1, jobs, result.network(), result.epoch(), result.trainRmse());
      out.flush();
    }
  }

  @Override
  public void onLists() {
    if (terminal) {
      out.printf("\r\033[2K%d of %d, ranking head", done + 1, jobs);
      out.flush();
    }
  }

  @Override
  public void onMeasured(SplitResult result) {
    done++;
    SplitLists lists = result.lists();
    secondsMeasured += result.allSeconds();
    double left = secondsMeasured / done * (jobs - done);
    out.printf(
        Locale.ROOT,
        "%s%d of %d  %-24s seed %d%s%s  %s left%n",
        terminal ? "\r\033[2K" : "",
        done,
        jobs,
        result.recipe(),
        result.seed(),
        result.rmse() == null
            ? ""
            : String.format(
                Locale.ROOT,
                "  test RMSE %.4f  (biases %.4f, %.0f s)",
                result.rmse(),
                result.biasRmse(),
                result.seconds()),
        lists == null ? "" : String.format(Locale.ROOT, "  NDCG@10 %.4f", lists.byChoice().ndcg()),
        duration(left));
    out.flush();
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  @Override
  public void close() {
    if (jobs == 0) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s%d of %d measured in %s%n",
        terminal ? "\r\033[2K" : "",
        done,
        jobs,
        duration((System.nanoTime() - started) / 1e9));
    out.flush();
  }
}
