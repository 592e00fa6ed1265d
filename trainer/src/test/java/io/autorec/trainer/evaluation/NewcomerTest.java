package io.autorec.trainer.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.v1.Manifest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * A model that knows u0 to u4 and i0 to i19, and a file with users u3 to u7 and items i10 to i29.
 */
class NewcomerTest {
  private static final ModelMetadata MODEL =
      new ModelMetadata(
          Manifest.getDefaultInstance(),
          Orientation.USER,
          new RatingScale(1, 5),
          ids("u", 0, 5),
          ids("i", 0, 20));

  private static IdVocabulary ids(String prefix, int from, int to) {
    return IdVocabulary.of(IntStream.range(from, to).mapToObj(id -> prefix + id).toList());
  }

  private static RatingTable table() {
    int[] cells = IntStream.range(0, 5 * 20).toArray();
    float[] ratings = new float[cells.length];
    Arrays.setAll(cells, cell -> cell);
    for (int i = 0; i < ratings.length; i++) {
      ratings[i] = 1 + i % 5;
    }
    return new RatingTable(
        ids("u", 3, 8),
        ids("i", 10, 30),
        IntStream.of(cells).map(cell -> cell / 20).toArray(),
        IntStream.of(cells).map(cell -> cell % 20).toArray(),
        ratings);
  }

  private static List<Newcomer> newcomers(Orientation kind, int mostGiven, long seed) {
    return Newcomer.of(table(), MODEL, kind, mostGiven, seed);
  }

  @Test
  void of_takesTheUnknownUsers_withTheirRatingsOfKnownItems() {
    List<Newcomer> newcomers = newcomers(Orientation.USER, Integer.MAX_VALUE, 1);
    assertEquals(3, newcomers.size());
    for (Newcomer newcomer : newcomers) {
      assertEquals(1, newcomer.hidden().positions().length);
      assertEquals(9, newcomer.given().positions().length);
      int[] all =
          IntStream.concat(
                  IntStream.of(newcomer.given().positions()),
                  IntStream.of(newcomer.hidden().positions()))
              .sorted()
              .toArray();
      assertArrayEquals(IntStream.range(10, 20).toArray(), all);
    }
  }

  @Test
  void of_takesTheUnknownItems_withTheirRatingsByKnownUsers() {
    List<Newcomer> newcomers = newcomers(Orientation.ITEM, Integer.MAX_VALUE, 1);
    assertEquals(10, newcomers.size());
    for (Newcomer newcomer : newcomers) {
      assertEquals(1, newcomer.hidden().positions().length);
      assertEquals(1, newcomer.given().positions().length);
      assertEquals(7, newcomer.given().positions()[0] + newcomer.hidden().positions()[0]);
    }
  }

  @Property(tries = 100)
  void hidden_areTheSame_howeverManyAreGiven(
      @ForAll long seed, @ForAll @IntRange(max = 12) int mostGiven) {
    List<Newcomer> all = newcomers(Orientation.USER, Integer.MAX_VALUE, seed);
    List<Newcomer> some = newcomers(Orientation.USER, mostGiven, seed);
    for (int i = 0; i < all.size(); i++) {
      assertArrayEquals(all.get(i).hidden().positions(), some.get(i).hidden().positions());
      assertArrayEquals(all.get(i).hidden().values(), some.get(i).hidden().values());
      assertEquals(Math.min(9, mostGiven), some.get(i).given().positions().length);
    }
  }

  @Test
  void of_isTheSame_onlyWhenTheSeedIs() {
    assertArrayEquals(hiddenPositions(5), hiddenPositions(5));
    assertFalse(
        IntStream.range(6, 16)
            .allMatch(s -> Arrays.equals(hiddenPositions(5), hiddenPositions(s))));
  }

  private static int[] hiddenPositions(long seed) {
    return newcomers(Orientation.USER, 0, seed).stream()
        .mapToInt(newcomer -> newcomer.hidden().positions()[0])
        .toArray();
  }

  @Test
  void error_isOfTheHiddenRatings_clippedToTheScale() throws Exception {
    Newcomer newcomer =
        new Newcomer(
            new Newcomer.Ratings(new int[] {0}, new float[] {5}),
            new Newcomer.Ratings(new int[] {1, 2}, new float[] {5, 2}));
    RatingMatrix training = training();
    NewcomerError error =
        NewcomerError.of(
            given -> new float[] {0, 9, 3}, List.of(newcomer), training, new RatingScale(1, 5));
    assertEquals(2, error.ratings());
    // 9 is clipped to 5: the errors are 0 and 1.
    assertEquals(Math.sqrt(0.5), error.rmse(), 1e-9);
    BiasBaseline baseline = BiasBaseline.fit(training);
    double average = baseline.averageColumn();
    double own =
        average
            + (5 - baseline.globalMean() - baseline.rowBiases()[0] - average)
                / (1 + baseline.columnDamping());
    double second = baseline.globalMean() + baseline.rowBiases()[1] + own - 5;
    double third = baseline.globalMean() + baseline.rowBiases()[2] + own - 2;
    assertEquals(Math.sqrt((second * second + third * third) / 2), error.biasRmse(), 1e-5);
    assertTrue(error.biasRmse() > 0);
  }

  /** Three items, rated by two users. */
  private static RatingMatrix training() {
    RatingTable table =
        new RatingTable(
            ids("u", 0, 2),
            ids("i", 0, 3),
            new int[] {0, 0, 1, 1},
            new int[] {0, 1, 1, 2},
            new float[] {3, 4, 5, 1});
    return RatingMatrix.of(table, new int[] {0, 1, 2, 3}, Orientation.ITEM);
  }
}
