package io.autorec.trainer.matrix;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.source.RatingsSource;
import io.autorec.trainer.times.RatingTimes;
import java.util.Locale;

/** Which ratings are held out. */
public enum SplitMethod {
  /** Single ratings at random. */
  RANDOM,

  /** The latest ratings: the very last to test on, those before them to validate on. */
  TIME;

  /** Reads ratings, and their times where the split needs them. */
  public RatingsFile read(RatingsSource source, ReadOptions reading) {
    return RatingsReader.read(source, this == TIME ? reading.withTimes() : reading);
  }

  /**
   * Splits ratings.
   *
   * @param file the ratings, which {@link #read} read
   * @param testRatio share of all ratings for the test part, in [0, 1)
   * @param validationRatio share of the remaining ratings for the validation part, in [0, 1)
   * @param seed of a random split
   * @throws InputException if no ratings are left to train on, or the ratings to hold out have no
   *     time
   */
  public RatingSplit split(RatingsFile file, double testRatio, double validationRatio, long seed) {
    int ratings = file.table().size();
    if (this == RANDOM) {
      return RatingSplit.random(ratings, testRatio, validationRatio, seed);
    }
    requireTimes(file);
    RatingTimes times = file.times();
    int known = times.known();
    RatingSplit split = RatingSplit.byTime(times, testRatio, validationRatio);
    int heldOut = ratings - split.training().length;
    if (heldOut > known) {
      throw new InputException(
          "%s: %d of %d %s have a time, and the latest %d are held out (expected: a time for each of them)"
              .formatted(file.fileName(), known, ratings, file.feedback().noun(), heldOut));
    }
    return split;
  }

  /**
   * Refuses ratings without times where the split needs them.
   *
   * @param file the ratings, which {@link #read} read
   */
  public void requireTimes(RatingsFile file) {
    if (this == TIME && file.times().known() == 0) {
      throw new InputException(
          "--split: time, but %s has no times (expected: a column of times, which --timestamp-column names)"
              .formatted(file.fileName()));
    }
  }

  /** The word of the option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
