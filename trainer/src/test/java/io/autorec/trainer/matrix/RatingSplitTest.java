package io.autorec.trainer.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Arrays;
import java.util.List;
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
