package io.autorec.trainer.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.times.RatingTimes;
import io.autorec.trainer.times.Timestamps;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RatingSplitTest {
  @Property(tries = 200)
  void parts_areDisjointAndTogetherEverything(
      @ForAll @IntRange(min = 10, max = 2000) int ratings,
      @ForAll @DoubleRange(min = 0, max = 0.5) double testRatio,
      @ForAll @DoubleRange(min = 0.01, max = 0.5) double validationRatio,
      @ForAll long seed) {
    RatingSplit split = RatingSplit.random(ratings, testRatio, validationRatio, seed);

    int[] all =
        Stream.of(split.training(), split.validation(), split.test())
            .flatMapToInt(IntStream::of)
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, ratings).toArray(), all);
    assertEquals(Math.round(ratings * testRatio), split.test().length);
    assertFalse(split.validation().length == 0);
    for (int[] part : List.of(split.training(), split.validation(), split.test())) {
      int[] sorted = part.clone();
      Arrays.sort(sorted);
      assertArrayEquals(sorted, part);
    }
  }

  /** Few times, so that many are equal at the borders of the parts. */
  @Property(tries = 300)
  void byTime_holdsOutTheLatest_andOfEqualTimesThoseThatComeLater(
      @ForAll @IntRange(min = 10, max = 500) int ratings,
      @ForAll @IntRange(min = 1, max = 600) int differentTimes,
      @ForAll @DoubleRange(min = 0, max = 0.5) double testRatio,
      @ForAll @DoubleRange(min = 0, max = 0.5) double validationRatio,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] times =
        IntStream.range(0, ratings).mapToDouble(i -> random.nextInt(differentTimes) - 9).toArray();
    times[random.nextInt(ratings)] = Timestamps.NONE;

    RatingSplit split =
        RatingSplit.byTime(RatingTimes.owning(times.clone()), testRatio, validationRatio);

    RatingSplit sizes = RatingSplit.random(ratings, testRatio, validationRatio, seed);
    assertEquals(sizes.test().length, split.test().length);
    assertEquals(sizes.validation().length, split.validation().length);
    // The parts in the order of time are all ratings in the order of time.
    int[] inOrder =
        IntStream.range(0, ratings)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> times[i]))
            .mapToInt(i -> i)
            .toArray();
    int training = split.training().length;
    int heldOut = training + split.validation().length;
    assertArrayEquals(IntStream.of(inOrder).limit(training).sorted().toArray(), split.training());
    assertArrayEquals(
        IntStream.of(inOrder).skip(training).limit(heldOut - training).sorted().toArray(),
        split.validation());
    assertArrayEquals(IntStream.of(inOrder).skip(heldOut).sorted().toArray(), split.test());
    double lastTrained =
        IntStream.of(split.training()).mapToDouble(i -> times[i]).max().orElseThrow();
    assertTrue(
        IntStream.of(split.test())
            .mapToDouble(i -> times[i])
            .allMatch(time -> time >= lastTrained));
  }

  @Test
  void split_isTheSame_onlyWhenTheSeedIs() {
    assertArrayEquals(
        RatingSplit.random(1000, 0.1, 0.1, 7).test(), RatingSplit.random(1000, 0.1, 0.1, 7).test());
    assertFalse(
        Arrays.equals(
            RatingSplit.random(1000, 0.1, 0.1, 7).test(),
            RatingSplit.random(1000, 0.1, 0.1, 8).test()));
  }

  @Test
  void matrix_hasItemsAsRowsOrUsersAsRows_byOrientation() {
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(List.of("a", "b")),
            IdVocabulary.of(List.of("x", "y", "z")),
            new int[] {0, 0, 1, 1},
            new int[] {0, 2, 0, 1},
            new float[] {1, 2, 3, 4});
    int[] part = {0, 1, 2};

    RatingMatrix byItem = RatingMatrix.of(table, part, Orientation.ITEM);
    RatingMatrix byUser = RatingMatrix.of(table, part, Orientation.USER);

    assertEquals(3, byItem.rows());
    assertEquals(2, byItem.width());
    assertEquals(2, byItem.count(0));
    assertEquals(3, byItem.rating(1));
    assertArrayEquals(new int[] {0, 2}, byItem.observedRows());
    assertEquals(2, byUser.rows());
    assertArrayEquals(new boolean[] {false, true, false}, byUser.coldColumns());
  }
}
