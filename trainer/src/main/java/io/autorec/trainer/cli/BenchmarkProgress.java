package io.autorec.trainer.cli;

import io.autorec.trainer.benchmark.Measurement;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.training.Trainer;
import java.io.PrintWriter;
import java.util.Locale;

/** A line for each measurement, with the time that the rest will take. */
final class BenchmarkProgress implements Trainer.Listener, AutoCloseable {
  private final PrintWriter out;
  private final int jobs;
  private final boolean terminal = Progress.isTerminal();
  private final long started = System.nanoTime();
  private double secondsMeasured;
  private int done;

  BenchmarkProgress(PrintWriter out, int jobs) {
    this.out = out;
    this.jobs = jobs;
  }

  @Override
  public void onBatch(int network, int epoch, int done, int total) {}

  @Override
  public void onEpoch(EpochResult result, boolean isBest) {
    if (terminal) {
      out.printf(
          "\r\033[2K%d of %d, network %d, epoch %d: train RMSE %.4f",
          done + 1, jobs, result.network(), result.epoch(), result.trainRmse());
      out.flush();
    }
  }

  void measured(Measurement measurement) {
    done++;
    secondsMeasured += measurement.seconds();
    double left = secondsMeasured / done * (jobs - done);
    out.printf(
        Locale.ROOT,
        "%s%d of %d  %-24s seed %d  test RMSE %.4f  (biases %.4f, %.0f s)  %s left%n",
        terminal ? "\r\033[2K" : "",
        done,
        jobs,
        measurement.recipe(),
        measurement.seed(),
        measurement.rmse(),
        measurement.biasRmse(),
        measurement.seconds(),
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
