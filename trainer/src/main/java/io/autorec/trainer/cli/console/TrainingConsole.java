package io.autorec.trainer.cli.console;

import io.autorec.trainer.checkpoint.StoredRun;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.head.HeadSettings;
import io.autorec.trainer.head.TrainedHead;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.run.RunListener;
import io.autorec.trainer.run.RunOutcome;
import io.autorec.trainer.run.TrainingPlan;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.Selection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Prints a training run: the plan, the progress and the outcome. */
public final class TrainingConsole implements RunListener {
  private static final long GIB = 1L << 30;

  private final PrintWriter out;
  private @Nullable TrainingProgress progress;
  private @Nullable ProgressBar headProgress;
  private boolean keepsStates;

  /** Prints nothing yet. */
  public TrainingConsole(PrintWriter out) {
    this.out = out;
  }

  /** Prints what the run will do. */
  public void describe(TrainingPlan plan) {
    if (plan.isImplicit()) {
      describeInteractions(plan);
    } else {
      describeNetwork(plan);
    }
    out.flush();
  }

  /** Says that options were given that change nothing on interactions. */
  public void describeIgnored() {
    out.println(
        "options of the network (--epochs, --ksize, --orientation, --quantize, --device, --resume and the like) do"
            + " nothing here");
    out.flush();
  }

  private void describeInteractions(TrainingPlan plan) {
    out.printf(
        "no network is trained: lists are ranked by choice; %d to train on, %d to validate, %d to test%s%n",
        plan.split().training().length,
        plan.split().validation().length,
        plan.split().test().length,
        split(plan));
  }

  /** How the parts were chosen, unless it is at random. */
  private static String split(TrainingPlan plan) {
    String given = plan.test() == null ? "" : " (" + plan.test().fileName() + ")";
    return given + (plan.method() == SplitMethod.TIME ? ", split by time" : "");
  }

  private void describeNetwork(TrainingPlan plan) {
    out.printf(
        "%s-based, %d to train on, %d to validate, %d to test%s; on %s%n",
        plan.orientation(),
        plan.split().training().length,
        plan.split().validation().length,
        plan.split().test().length,
        split(plan),
        plan.device().description());
    HyperParameters hyper = plan.hyper();
    Selection selection = hyper.selection();
    out.printf(
        "%sk=%d, lambda=%.1f, centering %s, batch %d, lr %s%n",
        networks(hyper),
        hyper.hiddenUnits(),
        hyper.weightDecay(),
        hyper.centering(),
        hyper.batchSize(),
        hyper.learningRate());
    if (hyper.kinds() > 1) {
      HyperParameters residual = hyper.residual();
      out.printf(
          "then %sk=%d, lambda=%.1f, centering %s%s%n",
          networks(residual),
          residual.hiddenUnits(),
          residual.weightDecay(),
          residual.centering(),
          selection.shares()
              ? ""
              : ", for a share of " + hyper.residualShare() + " in the prediction");
    }
    if (!selection.equals(Selection.NONE)) {
      out.printf(
          "the validation ratings choose %s (--recipe fixed: by rule, in less time)%n",
          chosen(selection));
    }
  }

  private static String chosen(Selection selection) {
    List<String> chosen = new ArrayList<>();
    if (selection.shares()) {
      chosen.add("shares");
    }
    if (selection.weightDecay()) {
      chosen.add("lambda");
    }
    if (selection.implicitFactors()) {
      chosen.add("implicit factors");
    }
    return String.join(", ", chosen);
  }

  private static String networks(HyperParameters hyper) {
    return hyper.networks() == 1 ? "" : hyper.networks() + " networks of ";
  }

  @Override
  public void onRoom(long heapBytes) {
    // Smaller ones are no news.
    if (heapBytes > GIB) {
      out.println(
          String.format(
              Locale.ROOT,
              "memory: this run needs about %.1f GiB of heap; it may take %.1f (another limit: JAVA_OPTS=-Xmx)",
              (double) heapBytes / GIB,
              (double) Runtime.getRuntime().maxMemory() / GIB));
    }
  }

  @Override
  public void onEarlierRuns(List<StoredRun.Earlier> earlier) {
    for (StoredRun.Earlier run : earlier) {
      String kind = run.isTrained() ? "a run that is trained, but not published," : "a stopped run";
      String resumed = run.isTrained() ? "publishes it without training" : "goes on with it";
      out.println(
          "%s: %s%s"
              .formatted(
                  run.file(),
                  kind,
                  run.isSame()
                      ? " with these data and settings (--resume "
                          + resumed
                          + "; this run writes over it)"
                      : " with other data or settings (it stays)"));
    }
  }

  @Override
  public void onAlreadyTrained(int epochs) {
    out.println("trained already, in " + epochs + (epochs == 1 ? " epoch" : " epochs"));
  }

  @Override
  public void onTrainingStarted(HyperParameters hyper) {
    boolean isSingle =
        hyper.allNetworks() == 1
            && hyper.selection().equals(Selection.NONE)
            && hyper.weightDecayPath().isEmpty();
    progress = new TrainingProgress(out, isSingle);
  }

  @Override
  public void onTraining(int number, HyperParameters hyper, boolean isWarm) {
    if (progress != null) {
      progress.onTraining(number, hyper, isWarm);
    }
  }

  @Override
  public void onBatch(int network, int epoch, int done, int total) {
    if (progress != null) {
      progress.onBatch(network, epoch, done, total);
    }
  }

  @Override
  public void onEpoch(EpochResult result, boolean isBest) {
    if (progress != null) {
      progress.onEpoch(result, isBest);
    }
  }

  @Override
  public void onStateKept(Path file) {
    if (!keepsStates) {
      keepsStates = true;
      out.printf("the run so far is kept in %s, from now on regularly (--resume goes on)%n", file);
    }
  }

  @Override
  public void onStateNotKept(String reason) {
    out.println("the run so far is not kept: " + reason);
  }

  @Override
  public void onTrainingEnded() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }

  @Override
  public void onTrainedWaits(String reason) {
    out.println(
        reason
            + "; what was trained waits in memory until it can be kept there (expected: room; Ctrl-C gives it up)");
  }

  @Override
  public void onExportChecked(double largestDifference) {
    out.printf("export: ONNX Runtime and PyTorch differ by %.1e at most%n", largestDifference);
  }

  @Override
  public void onTrainedOn(int ratings) {
    out.printf(
        "trained on with the %d validation ratings too, now that they have chosen%n", ratings);
  }

  @Override
  public synchronized void onHeadItem(int done, int total) {
    if (headProgress == null && TrainingProgress.isTerminal()) {
      headProgress = TrainingProgress.bar("ranking head", total);
    }
    if (headProgress != null) {
      headProgress.stepTo(Math.max(done, headProgress.getCurrent()));
    }
  }

  @Override
  public void onHeadFitted(TrainedHead head) {
    closeHeadProgress();
    HeadSettings settings = head.settings();
    String chosen = "";
    if (settings.codeShare() > 0) {
      chosen =
          ", %.0f%% of their target from the network's codes".formatted(100 * settings.codeShare());
    } else if (settings.countsPopularity()) {
      chosen = ", and popularity with a weight of " + settings.popularity();
    }
    out.printf(
        Locale.ROOT,
        "ranking head: %d weights between items%s; %.1f s%n",
        head.head().size(),
        chosen,
        head.seconds());
  }

  private synchronized void closeHeadProgress() {
    if (headProgress != null) {
      headProgress.close();
      headProgress = null;
    }
  }

  @Override
  public void onQuantizationUnchecked() {
    out.println("int8: no validation rating to check it on: the float32 model is published");
  }

  @Override
  public void onQuantized(double validationRmse, double float32Rmse, double limit, boolean kept) {
    out.printf(
        "int8: validation RMSE %.5f, %.5f with float32 (at most %.3f more to be published): %s%n",
        validationRmse,
        float32Rmse,
        limit,
        kept ? "published" : "the float32 model is published instead");
  }

  /** Prints the outcome of the run. */
  public void describe(TrainingPlan plan, RunOutcome outcome) {
    closeHeadProgress();
    if (outcome instanceof RunOutcome.Stopped stopped) {
      out.println(
          stopped.state() == null
              ? "stopped; nothing was published"
              : "stopped; nothing was published. To go on: the same command with --resume (state in %s)"
                  .formatted(stopped.state()));
    } else if (outcome instanceof RunOutcome.Published published) {
      PublishedText.print(out, plan, published);
    }
  }
}
