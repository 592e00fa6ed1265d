package io.autorec.trainer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ratings.RatingTable;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowTransformTest {
  private static final float[] BIASES = {0.5f, -0.25f, 0};

  private static RowTransform of(Centering centering, float min, float max, double exponent) {
    return new RowTransform(
        centering,
        new RatingScale(min, max),
        (min + max) / 2,
        BIASES,
        new boolean[] {false, false, true},
        5,
        exponent,
        4);
  }

  /** Two rows: ratings 4 and 2 of the first two columns; none. */
  private static RatingMatrix matrix() {
    RatingTable table =
        new RatingTable(
            IdVocabulary.of(List.of("u", "v", "w")),
            IdVocabulary.of(List.of("a", "b")),
            new int[] {0, 1},
            new int[] {0, 0},
            new float[] {4, 2});
    return RatingMatrix.of(table, new int[] {0, 1}, Orientation.ITEM);
  }

  @Property(tries = 300)
  void uncenter_takesBackWhatCenterDid(
      @ForAll Centering centering,
      @ForAll @FloatRange(min = -10, max = 10) float rating,
      @ForAll @IntRange(max = 2) int column,
      @ForAll @FloatRange(min = -2, max = 2) float rowBias) {
    RowTransform transform = of(centering, -10, 10, 0.5);
    float there = transform.center(rating, column, rowBias);
    assertEquals(rating, transform.uncenter(there, column, rowBias), 1e-4);
  }

  @Test
  void center_isTheRatingItself_onMovieLensScaleWithoutCentring() {
    RowTransform transform = of(Centering.NONE, 1, 5, 0.5);
    assertEquals(1, transform.unit());
    assertEquals(3.5f, transform.center(3.5f, 0, 0));
  }

  @Test
  void center_stretchesEveryScale_toFourUnits() {
    RowTransform percents = of(Centering.NONE, 0, 100, 0.5);
    assertEquals(RowTransform.NETWORK_MIN, percents.center(0, 0, 0));
    assertEquals(
        RowTransform.NETWORK_MIN + RowTransform.NETWORK_RANGE, percents.center(100, 0, 0), 1e-6);
  }

  @Test
  void typicalInput_isTheRootMeanSquareOfWhatTheEncodersSee() {
    assertEquals(
        Math.sqrt((16 + 4) / 2.0), of(Centering.NONE, 1, 5, 0.5).typicalInput(matrix()), 1e-6);
    // Residuals 0.5 and -0.75 without the row's bias of -0.25 / 7.
    double rho = -0.25 / 7;
    assertEquals(
        Math.sqrt((Math.pow(0.5 - rho, 2) + Math.pow(-0.75 - rho, 2)) / 2),
        of(Centering.BIAS, 1, 5, 0.5).typicalInput(matrix()),
        1e-6);
  }

  @Test
  void answerColdColumns_isTheOffsetAndTheRowsBias_whateverTheCentring() {
    for (Centering centering : Centering.values()) {
      float[] predictions = {1, 2, 3, 4, 5, 6};
      of(centering, 1, 5, 0.5).answerColdColumns(matrix(), new int[] {1, 0}, predictions);
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 3 - 0.25f / 7}, predictions, 1e-6f);
    }
  }

  @Test
  void rowBias_isTheDampedMeanOfTheResiduals() {
    RowTransform transform = of(Centering.BIAS, 1, 5, 0.5);
    // Residuals 4 - 3.5 and 2 - 2.75, over two ratings and a damping of five.
    assertEquals((0.5 - 0.75) / 7, transform.rowBias(matrix(), 0), 1e-6);
    assertEquals(0, transform.rowBias(matrix(), 1));
    assertEquals(0, of(Centering.NONE, 1, 5, 0.5).rowBias(matrix(), 0));
  }

  @Test
  void inputScale_shrinksLongRows_byTheExponent() {
    assertEquals(1, of(Centering.BIAS, 1, 5, 0).inputScale(400));
    assertEquals(1, of(Centering.BIAS, 1, 5, 0.5).inputScale(4));
    assertEquals(0.5f, of(Centering.BIAS, 1, 5, 0.5).inputScale(16), 1e-6);
    assertEquals(0.25f, of(Centering.BIAS, 1, 5, 1).inputScale(16), 1e-6);
    // An empty row counts as one of a single rating.
    assertEquals(2, of(Centering.BIAS, 1, 5, 0.5).inputScale(0), 1e-6);
  }

  @Test
  void offsets_areTheMeanPlusTheColumnsBias() {
    assertArrayEquals(new float[] {3.5f, 2.75f, 3}, of(Centering.BIAS, 1, 5, 0).offsets());
  }

  @Test
  void coldOutputBias_makesAColdColumnPredictTheMean() {
    for (OutputActivation output : OutputActivation.values()) {
      RowTransform transform = of(Centering.NONE, 1, 5, 0);
      float bias = transform.coldOutputBias(output);
      float activated =
          output == OutputActivation.IDENTITY
              ? bias
              : RowTransform.NETWORK_MIN
                  + RowTransform.NETWORK_RANGE / (1 + (float) Math.exp(-bias));
      assertEquals(3, transform.uncenter(activated, 2, 0), 1e-5, output.toString());
    }
    assertEquals(0, of(Centering.BIAS, 1, 5, 0).coldOutputBias(OutputActivation.IDENTITY));
  }
}
