package io.autorec.trainer.benchmark;

import io.autorec.model.RatingHistory;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.files.NewFile;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.GivenSplit;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.run.Experiment;
import io.autorec.trainer.run.PreparedData;
import io.autorec.trainer.training.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures recipes on several splits, and continues where an earlier benchmark stopped.
 *
 * @param ratings the ratings file
 * @param reading how to read it
 * @param recipes what to measure
 * @param splits the number of splits, each with a seed of its own
 * @param test the ratings to test on in place of a random part; null for a random part
 * @param testRatio the size of the random part
 * @param ranking whether lists are measured, too
 * @param seed the seed of the first split
 * @param out the folder of the results, written after every measurement
 */
public record Benchmark(
    Path ratings,
    ReadOptions reading,
    List<Recipe> recipes,
    int splits,
    @Nullable Path test,
    double testRatio,
    boolean ranking,
    long seed,
    Path out) {
  public Benchmark {
    recipes = List.copyOf(recipes);
    if (splits < 1) {
      throw new InputException("--splits: " + splits + " (expected: >= 1)");
    }
    if (!(testRatio > 0 && testRatio < 1)) {
      throw new InputException("--test-ratio: " + testRatio + " (expected: between 0 and 1)");
    }
  }

  /** Receives the progress. */
  public interface Listener extends Trainer.Listener {
    /** The files have been read; this many measurements follow. */
    void onStart(int measurements);

    /** The network is trained; the fit of its ranking head follows. */
    void onLists();

    /** One more recipe has been measured, now or by an earlier benchmark. */
    void onMeasured(SplitResult result);
  }

  /** The data that was read. */
  private record Data(RatingsFile file, RatingTable table, @Nullable GivenSplit given, String key) {
    RatingSplit split(double testRatio, long seed) {
      return given == null ? RatingSplit.random(table.size(), testRatio, 0, seed) : given.split();
    }

    RatingHistory history(RatingSplit split) {
      return given == null ? split.history(table) : given.history();
    }
  }

  /** Measures the recipes; empty if it was stopped. */
  public Optional<BenchmarkTable> run(BooleanSupplier stop, Listener listener) throws IOException {
    Data data = read();
    checkOut();
    List<SplitResult> earlier = BenchmarkTable.read(out);
    List<SplitResult> done = new ArrayList<>();
    listener.onStart(splits * recipes.size());
    // Split by split, so that a stopped benchmark has something of every recipe.
    for (int i = 0; i < splits; i++) {
      for (Recipe recipe : recipes) {
        Optional<SplitResult> result = measure(data, recipe, seed + i, earlier, stop, listener);
        if (result.isEmpty()) {
          return Optional.empty();
        }
        done.add(result.get());
        table(data, done).write(out);
        listener.onMeasured(result.get());
      }
    }
    return Optional.of(table(data, done));
  }

  /** Refuses a folder that cannot be written to, before anything is measured. */
  private void checkOut() {
    try {
      Files.createDirectories(out);
      Files.delete(Files.createTempFile(out, ".writable-", ""));
    } catch (IOException e) {
      throw new InputException("--out: " + out + " cannot be written to: " + NewFile.reason(e));
    }
  }

  private Data read() {
    RatingsFile file = RatingsReader.read(ratings, reading).requireRatings();
    if (test == null) {
      return new Data(file, file.table(), null, file.sha256());
    }
    RatingsFile testFile = RatingsReader.read(test, reading).requireRatings();
    GivenSplit given = GivenSplit.of(file.table(), testFile.table());
    return new Data(file, given.table(), given, file.sha256() + " " + testFile.sha256());
  }

  private Optional<SplitResult> measure(
      Data data,
      Recipe recipe,
      long splitSeed,
      List<SplitResult> earlier,
      BooleanSupplier stop,
      Listener listener) {
    RatingSplit split = data.split(testRatio, splitSeed);
    PreparedData prepared =
        PreparedData.of(data.table, split, recipe.settings().toBuilder().seed(splitSeed).build());
    String key = data.key + " " + testRatio + " " + prepared.orientation() + " " + prepared.hyper();
    RatingHistory history = data.history(split);
    boolean hasLists = ranking && SplitLists.canMeasure(history, prepared);
    // Without lists, as an earlier release measured it, only if none are wanted.
    Optional<SplitResult> found =
        earlier.stream()
            .filter(result -> result.key().equals(key) && (!hasLists || result.lists() != null))
            .findFirst();
    if (found.isPresent()) {
      return found;
    }
    Optional<Experiment> experiment = Experiment.run(prepared, stop, listener);
    if (experiment.isEmpty()) {
      return Optional.empty();
    }
    SplitLists lists = null;
    if (hasLists) {
      listener.onLists();
      int threads = Runtime.getRuntime().availableProcessors();
      try {
        lists = SplitLists.of(history, prepared, experiment.get().model(), threads, stop);
      } catch (CancellationException e) {
        return Optional.empty();
      }
    }
    return Optional.of(result(recipe, key, splitSeed, experiment.get(), lists));
  }

  private static SplitResult result(
      Recipe recipe, String key, long seed, Experiment experiment, @Nullable SplitLists lists) {
    PredictionError error = Objects.requireNonNull(experiment.test(), "a split without test part");
    return new SplitResult(
        recipe.name(),
        key,
        seed,
        error.rmse(),
        error.mae(),
        experiment.biasRmse(),
        error.ratings(),
        experiment.seconds(),
        lists);
  }

  private BenchmarkTable table(Data data, List<SplitResult> done) {
    int size = data.table.size();
    String protocol =
        test == null
            ? String.format(
                Locale.ROOT,
                "Random splits of single ratings, %.0f%% to test on; mean and 95%% interval over the"
                    + " splits; last epoch, options fixed beforehand.",
                100 * testRatio)
            : "Tested on "
                + test.getFileName()
                + "; mean and 95% interval over seeds; last epoch, options fixed beforehand.";
    return new BenchmarkTable(
        data.file.fileName() + ": " + size + " ratings",
        protocol,
        Published.comparable(size),
        done);
  }
}
