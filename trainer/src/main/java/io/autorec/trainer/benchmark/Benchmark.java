package io.autorec.trainer.benchmark;

import io.autorec.model.RatingHistory;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.ranking.ListOrders;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.run.Experiment;
import io.autorec.trainer.run.PreparedData;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.source.RatingsSource;
import io.autorec.trainer.training.Trainer;
import java.io.IOException;
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
 * @param ratings where the ratings come from
 * @param reading how to read it
 * @param recipes what to measure
 * @param splits the number of splits, each with a seed of its own
 * @param method which ratings are held out
 * @param test the ratings to test on in place of a part of the others; null for a part
 * @param testRatio the size of that part
 * @param ranking whether lists are measured, too
 * @param seed the seed of the first split
 * @param out the folder of the results, written after every measurement
 */
public record Benchmark(
    RatingsSource ratings,
    ReadOptions reading,
    List<Recipe> recipes,
    int splits,
    SplitMethod method,
    @Nullable InputFiles test,
    double testRatio,
    boolean ranking,
    long seed,
    Path out) {
  /** What is measured on interactions, in place of recipes of networks. */
  private static final Recipe INTERACTIONS =
      new Recipe(ListOrders.CHOICE, TrainingSettings.DEFAULTS.withoutNetwork());

  /** The share of the ratings that published numbers are measured on. */
  private static final double PAPER_RATIO = 0.1;

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

  /** Measures the recipes; empty if it was stopped. */
  public Optional<BenchmarkTable> run(BooleanSupplier stop, Listener listener) throws IOException {
    BenchmarkData data = BenchmarkData.read(this);
    requireTestPart(data);
    BenchmarkTable.requireWritable(out);
    List<Recipe> measured = data.isImplicit() ? List.of(INTERACTIONS) : recipes;
    List<SplitResult> earlier = BenchmarkTable.read(out);
    List<SplitResult> done = new ArrayList<>();
    // Without a network, nothing depends on the seed where the test part does not.
    int repeats = data.isImplicit() && !hasRandomTest() ? 1 : splits;
    listener.onStart(repeats * measured.size());
    // Split by split, so that a stopped benchmark has something of every recipe.
    for (int i = 0; i < repeats; i++) {
      for (Recipe recipe : measured) {
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

  private Optional<SplitResult> measure(
      BenchmarkData data,
      Recipe recipe,
      long splitSeed,
      List<SplitResult> earlier,
      BooleanSupplier stop,
      Listener listener) {
    RatingSplit split = data.split(recipe.validates(), testRatio, splitSeed);
    PreparedData prepared =
        PreparedData.of(
            data.table(),
            data.scale().scale(),
            split,
            recipe.settings().toBuilder().seed(splitSeed).build());
    String key =
        "%s %s %s %s"
            .formatted(
                data.key(),
                testRatio,
                data.isImplicit() ? "interactions" : prepared.orientation(),
                prepared.hyper());
    RatingHistory history = data.history(split);
    boolean hasLists = ranking && SplitLists.canMeasure(history, prepared);
    if (data.isImplicit() && !hasLists) {
      throw new InputException(
          "%s: no test interaction of a user and an item that the training part has (expected: some)"
              .formatted(test == null ? ratings : test));
    }
    // Without lists, as an earlier release measured it, only if none are wanted.
    Optional<SplitResult> found =
        earlier.stream()
            .filter(result -> result.key().equals(key) && (!hasLists || result.lists() != null))
            .findFirst();
    if (found.isPresent()) {
      return found;
    }
    Experiment experiment = null;
    if (!data.isImplicit()) {
      experiment = Experiment.run(prepared, stop, listener).orElse(null);
      if (experiment == null) {
        return Optional.empty();
      }
    }
    SplitLists lists = null;
    if (hasLists) {
      listener.onLists();
      int threads = Runtime.getRuntime().availableProcessors();
      try {
        lists =
            SplitLists.of(
                history, prepared, experiment == null ? null : experiment.model(), threads, stop);
      } catch (CancellationException e) {
        return Optional.empty();
      }
    }
    PredictionError error =
        experiment == null
            ? null
            : Objects.requireNonNull(experiment.test(), "a split without test part");
    return Optional.of(
        new SplitResult(
            recipe.name(),
            key,
            splitSeed,
            error == null ? null : error.rmse(),
            error == null ? null : error.mae(),
            experiment == null ? null : experiment.biasRmse(),
            error == null ? split.test().length : error.ratings(),
            experiment == null ? 0 : experiment.seconds(),
            lists));
  }

  private void requireTestPart(BenchmarkData data) {
    if (data.split(false, testRatio, seed).test().length == 0) {
      throw new InputException(
          "--test-ratio: %s of %d %s is none (expected: a larger share, or more of them)"
              .formatted(testRatio, data.table().size(), data.file().feedback().noun()));
    }
  }

  private BenchmarkTable table(BenchmarkData data, List<SplitResult> done) {
    int size = data.table().size();
    String noun = data.file().feedback().noun();
    String how =
        data.isImplicit()
            ? "no network is trained, so there are no recipes and no errors."
            : "item, user, item-networks-N, user-networks-N and files without recipe = fixed as train does it, with a"
                + " validation part to choose by; other recipes with options fixed beforehand, all ratings that are"
                + " not hidden, and the last epoch.";
    String protocol =
        hasRandomTest()
            ? String.format(
                Locale.ROOT,
                "Random splits of single %s, %.0f%% to test on; mean and 95%% interval over the splits; %s",
                noun,
                100 * testRatio,
                how)
            : "Tested on " + testPart(noun) + "; mean and 95% interval over seeds; " + how;
    return new BenchmarkTable(
        data.file().fileName() + ": " + size + " " + noun, protocol, published(data), done);
  }

  private boolean hasRandomTest() {
    return test == null && method == SplitMethod.RANDOM;
  }

  private String testPart(String noun) {
    return test == null
        ? String.format(Locale.ROOT, "the latest %.0f%% of the %s", 100 * testRatio, noun)
        : test.name();
  }

  /** What others published for these data under this kind of split. */
  private List<Published> published(BenchmarkData data) {
    boolean isPaper = hasRandomTest() && testRatio == PAPER_RATIO;
    return data.isImplicit() || !(isPaper || data.given() != null)
        ? List.of()
        : Published.comparable(data.table(), data.given() == null ? null : data.given().split());
  }
}
