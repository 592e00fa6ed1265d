package io.autorec.trainer.benchmark;

import io.autorec.model.RatingHistory;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.GivenSplit;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.scale.ScaleChoice;
import io.autorec.trainer.settings.DefaultRecipe;
import org.jspecify.annotations.Nullable;

/**
 * The data of a benchmark, and the splits that it makes of them.
 *
 * @param table the ratings, with those of a test file
 * @param given the test ratings of a file; null for a part of the others
 * @param key what tells these data from others
 */
record BenchmarkData(
    RatingsFile file,
    RatingTable table,
    SplitMethod method,
    ScaleChoice scale,
    @Nullable GivenSplit given,
    String key) {
  /** Reads the data that a benchmark names. */
  static BenchmarkData read(Benchmark benchmark) {
    RatingsFile file = benchmark.method().read(benchmark.ratings(), benchmark.reading());
    if (file.feedback().isImplicit() && !benchmark.ranking()) {
      throw new InputException(
          "--no-ranking: with %s, which holds interactions, %s (expected: ratings, or no --no-ranking)"
              .formatted(file.fileName(), file.feedback().reason()));
    }
    if (benchmark.test() == null) {
      return new BenchmarkData(
          file,
          file.table(),
          benchmark.method(),
          file.scale(),
          null,
          key(file, benchmark.method()) + key(file.scale()));
    }
    RatingsFile testFile =
        GivenSplit.readTest(benchmark.test(), benchmark.reading(), file, benchmark.ratings());
    GivenSplit given = GivenSplit.of(file.table(), file.unrated(), testFile.table());
    ScaleChoice scale = given.table().scale(benchmark.reading().scale());
    return new BenchmarkData(
        file,
        given.table(),
        benchmark.method(),
        scale,
        given,
        key(file, benchmark.method()) + " " + testFile.sha256() + key(scale));
  }

  private static String key(ScaleChoice scale) {
    return scale.isWider() ? " scale " + ScaleChoice.option(scale.scale()) : "";
  }

  private static String key(RatingsFile file, SplitMethod method) {
    int unrated = file.unrated().size();
    return file.sha256()
        + (unrated == 0 ? "" : " and " + unrated + " without ratings")
        + (method == SplitMethod.TIME ? " by time" : "");
  }

  /**
   * A split.
   *
   * @param validates whether the recipe chooses by validation ratings, as train does
   */
  RatingSplit split(boolean validates, double testRatio, long seed) {
    int remaining = given == null ? (int) (table.size() * (1 - testRatio)) : file.table().size();
    double validationRatio = validates ? DefaultRecipe.validationRatio(remaining) : 0;
    if (given != null) {
      return given.with(method.split(file, 0, validationRatio, seed));
    }
    // As train does: on interactions, the validation part chooses the weight of popularity.
    return method.split(
        file,
        testRatio,
        isImplicit() ? DefaultRecipe.validationRatioOfInteractions(remaining) : validationRatio,
        seed);
  }

  boolean isImplicit() {
    return file.feedback().isImplicit();
  }

  RatingHistory history(RatingSplit split) {
    // As train does: lists of known users and items, unless the test part is a random one.
    RatingSplit listed =
        given == null && method == SplitMethod.RANDOM ? split : split.ofKnown(table);
    return listed.history(table, given == null ? file.unrated() : given.unrated());
  }
}
