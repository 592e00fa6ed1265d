package io.autorec.trainer.run;

import io.autorec.trainer.checkpoint.FinalCheckpoint;
import io.autorec.trainer.checkpoint.RegularCheckpoints;
import io.autorec.trainer.checkpoint.StoredRun;
import io.autorec.trainer.inference.OnnxRuntime;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.input.TextEncoding;
import io.autorec.trainer.matrix.GivenSplit;
import io.autorec.trainer.ratings.Feedback;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.TitlesReader;
import io.autorec.trainer.settings.DefaultRecipe;
import io.autorec.trainer.settings.FactorChoice;
import io.autorec.trainer.settings.RecipeChoice;
import io.autorec.trainer.settings.Selection;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.settings.TrainingSettingsBuilder;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.training.TrainingDevice;
import io.autorec.trainer.training.dense.PyTorch;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One training run, from a ratings file to a published version:
 *
 * <ol>
 *   <li>{@link #plan} reads and splits the ratings, and refuses what could not be published.
 *   <li>{@link #run} trains, or continues a stopped run, and keeps the trained networks on disk.
 *   <li>It then exports, checks and publishes them, and removes what it kept.
 * </ol>
 *
 * <p>A run on interactions without ratings trains no network: {@link #run} fits the ranking head
 * and publishes it.
 *
 * <p>Messages name a setting as the command line does, such as {@code --test-ratio}.
 */
public final class TrainingRun {
  private static final String MORE_HEAP = " more heap by JAVA_OPTS=-Xmx";
  private static final String FEWER_UNITS = MORE_HEAP + ", or a smaller --ksize)";

  private final RunSettings settings;
  private final TrainingPlan plan;

  private TrainingRun(RunSettings settings, TrainingPlan plan) {
    this.settings = settings;
    this.plan = plan;
  }

  /**
   * Plans a run; nothing is trained yet.
   *
   * @throws InputException if the files or the settings cannot be used, in one line for the user
   */
  public static TrainingRun plan(RunSettings settings) throws IOException {
    return plan(settings, file -> {}, note -> {});
  }

  /**
   * Plans a run.
   *
   * @param read receives each file that was read, before it is used
   * @param notes is told in one line each what the user should know about the files
   */
  public static TrainingRun plan(
      RunSettings settings, Consumer<RatingsFile> read, Consumer<String> notes) throws IOException {
    settings.output().check();
    RatingsFile file = settings.split().read(settings.ratings(), settings.reading());
    InputFiles test = settings.test();
    List<RatingsFile> files =
        test == null
            ? List.of(file)
            : List.of(
                file, GivenSplit.readTest(test, settings.reading(), file, settings.ratings()));
    Path titles = settings.titles();
    if (titles != null) {
      files =
          TitlesReader.addTo(
              files,
              titles,
              new TextEncoding(settings.ratings().charset()),
              settings.reading(),
              notes);
    }
    TrainingDevice device = device(settings, file.feedback());
    files.forEach(read);
    RatingsFile testFile = test == null ? null : files.get(1);
    TrainingPlan plan = TrainingPlan.of(settings, files.get(0), testFile, device);
    return new TrainingRun(settings, fitting(settings, plan, notes));
  }

  /**
   * The plan that tries all, or one that tries less if the heap cannot hold it. A stopped run goes
   * on as it began, whatever the heap is now. If nothing fits, the run is refused later.
   */
  private static TrainingPlan fitting(
      RunSettings settings, TrainingPlan all, Consumer<String> notes) throws IOException {
    if (isChosen(settings, all)) {
      return all;
    }
    TrainingPlan least = all;
    for (Saving saving : savings(settings, all.hyper().selection())) {
      least = all.with(saving.training());
      if (isChosen(settings, least)) {
        if (!settings.resume()) {
          notes.accept("memory: " + saving.what());
        }
        return least;
      }
    }
    return settings.resume() ? all : least;
  }

  /** A way to need less memory, and what the user should know of it. */
  private record Saving(TrainingSettings training, String what) {}

  /** What a run can do without, the least important first. */
  private static List<Saving> savings(RunSettings settings, Selection selection) {
    TrainingSettingsBuilder training = settings.training().toBuilder();
    List<Saving> savings = new ArrayList<>();
    if (selection.implicitFactors()) {
      savings.add(
          new Saving(
              training.implicitFactors(FactorChoice.NONE).build(),
              "implicit factors do not fit, so they are not tried, as with --implicit-factors none"
                  + " (to try them:"
                  + FEWER_UNITS));
    }
    if (selection.shares()) {
      savings.add(
          new Saving(
              training.recipe(RecipeChoice.FIXED).build(),
              "networks of both kinds do not fit, so one kind is trained, as with --recipe fixed"
                  + " (to train both:"
                  + FEWER_UNITS));
    }
    if (settings.training().hiddenUnits() == null) {
      for (int units : DefaultRecipe.fewerHiddenUnits()) {
        savings.add(
            new Saving(
                training.recipe(RecipeChoice.FIXED).hiddenUnits(units).build(),
                "%d hidden units do not fit, so one network of %d is trained, as with --recipe fixed --ksize %d (for more: %s)"
                    .formatted(DefaultRecipe.HIDDEN_UNITS, units, units, MORE_HEAP.strip())));
      }
    }
    return savings;
  }

  private static boolean isChosen(RunSettings settings, TrainingPlan plan) throws IOException {
    return settings.resume() ? isStored(settings, plan) : isRoomFor(plan);
  }

  private static boolean isStored(RunSettings settings, TrainingPlan plan) throws IOException {
    return Files.exists(storedRun(settings, plan).file());
  }

  private static StoredRun storedRun(RunSettings settings, TrainingPlan plan) throws IOException {
    OutputFolder output = settings.output();
    return StoredRun.of(output.out(), output.name(), plan.fingerprint());
  }

  private static boolean isRoomFor(TrainingPlan plan) {
    return HeapRoom.now().holds(ModelSize.of(plan), plan);
  }

  /** Loads what publishing needs: a run that cannot load it does not begin. */
  private static TrainingDevice device(RunSettings settings, Feedback feedback) throws IOException {
    OnnxRuntime.load();
    if (feedback.isImplicit()) {
      TrainingDevice.requireKnown(settings.device());
      return TrainingDevice.CPU;
    }
    PyTorch.load();
    return TrainingDevice.choose(settings.device());
  }

  public TrainingPlan plan() {
    return plan;
  }

  /**
   * Trains and publishes.
   *
   * @param stop asked between two batches
   * @throws InputException if there is no room for the run, or nothing to resume
   * @throws UnpublishedException if the networks were trained, but could not be published
   */
  public RunOutcome run(BooleanSupplier stop, RunListener listener) throws IOException {
    ModelSize size = ModelSize.of(plan);
    if (plan.isImplicit()) {
      settings.output().requireRoom(size, false);
      listener.onRoom(HeapRoom.now().require(size, plan, true));
      return publishInteractions(stop, listener);
    }
    StoredRun stored = storedRun(settings, plan);
    listener.onEarlierRuns(settings.resume() ? List.of() : stored.earlier());
    stored.sweep();
    boolean isTrained = settings.resume() && stored.isTrained();
    settings.output().requireRoom(size, isTrained);
    listener.onRoom(HeapRoom.now().require(size, plan, isTrained));
    try (Trainer trainer =
        plan.prepared()
            .trainer(plan.device(), settings.threads(), settings.resume() ? stored.read() : null)) {
      if (trainer.isFinished()) {
        listener.onAlreadyTrained(trainer.epochs().size());
      } else if (train(trainer, checkpoints(stored, trainer, stop, listener), listener)) {
        keepTrained(stored, trainer, stop, listener);
      } else {
        keepStopped(stored, trainer);
        return new RunOutcome.Stopped(stored.file());
      }
      RunOutcome.Published published = publish(trainer, stored.file(), listener);
      stored.delete();
      return published;
    }
  }

  private boolean train(Trainer trainer, BooleanSupplier stop, RunListener listener) {
    listener.onTrainingStarted(plan.hyper());
    try {
      return trainer.run(stop, listener);
    } finally {
      listener.onTrainingEnded();
    }
  }

  private BooleanSupplier checkpoints(
      StoredRun stored, Trainer trainer, BooleanSupplier stop, RunListener listener) {
    return new RegularCheckpoints(
        stored, settings.checkpoints(), trainer::state, stop, listener, System::nanoTime);
  }

  private static void keepStopped(StoredRun stored, Trainer trainer) throws IOException {
    try {
      stored.write(trainer.state());
    } catch (IOException e) {
      throw new IOException(
          (Files.exists(stored.file())
                  ? "its state cannot be kept, the last one is in " + stored.file() + ": "
                  : "the run is lost, its state cannot be kept: ")
              + e.getMessage(),
          e);
    }
  }

  /** Keeps the trained networks on disk before anything else can fail. */
  private void keepTrained(
      StoredRun stored, Trainer trainer, BooleanSupplier stop, RunListener listener) {
    try {
      new FinalCheckpoint(stored, stop, listener).keep(trainer.state());
    } catch (IOException e) {
      throw new UnpublishedException(null, refusal(e));
    } catch (OutOfMemoryError e) {
      throw new UnpublishedException(null, e);
    }
  }

  private RunOutcome publishInteractions(BooleanSupplier stop, RunListener listener) {
    try {
      return new InteractionsPublication(plan, settings.threads(), listener)
          .publish(settings.output(), stop);
    } catch (CancellationException e) {
      return new RunOutcome.Stopped(null);
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  private RunOutcome.Published publish(Trainer trainer, Path kept, RunListener listener) {
    // The heap of Adam's moments goes back to the machine: PyTorch and ONNX Runtime need it now.
    System.gc();
    try {
      return new Publication(plan, trainer, settings.weights(), settings.threads(), listener)
          .publish(settings.output());
    } catch (IOException e) {
      throw new UnpublishedException(kept, refusal(e));
    } catch (RuntimeException | VirtualMachineError | LinkageError e) {
      throw new UnpublishedException(kept, e);
    }
  }

  /** The reason why the version could not be written, in terms of the options. */
  private InputException refusal(IOException e) {
    OutputFolder output = settings.output();
    if (e instanceof FileAlreadyExistsException && output.version().isPresent()) {
      return new InputException(
          "--model-version: " + e.getMessage() + " exists (expected: another, or none)");
    }
    return new InputException("--out " + output.out() + ": " + OutputFolder.reason(e));
  }
}
