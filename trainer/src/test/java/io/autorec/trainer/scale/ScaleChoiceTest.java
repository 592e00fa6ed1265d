package io.autorec.trainer.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.model.RatingScale;
import io.autorec.trainer.input.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleChoiceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 2 3 4 5 6 7 8 9                 | 1,10  | RECOGNISED
          9 2 3 4 5 6 7 8                   | 1,10  | RECOGNISED
          1 2 4 5 7 8 9                     | 1,10  | RECOGNISED
          1 2 4 5 8 9                       | 1,9   | EXTREMES
          1 2 3 4 5 6 7 8                   | 1,8   | EXTREMES
          1 2 3 4 5 6 7                     | 1,7   | EXTREMES
          1 2 3 4                           | 1,4   | EXTREMES
          2 3 4 5                           | 2,5   | EXTREMES
          0 1 2 3 4 5 6 7 8 9               | 0,10  | RECOGNISED
          1 2 3 4 5 6 7 8 9 10              | 1,10  | EXTREMES
          1 1.5 2 2.5 3 3.5 4 4.5           | 1,5   | RECOGNISED
          0.5 1 1.5 2 2.5 3 3.5 4 4.5       | 0.5,5 | RECOGNISED
          1 1.5 2 2.5 3 3.5 4 4.5 5         | 1,5   | EXTREMES
          0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 1 | 0.1,1 | EXTREMES
          1 2 3 4 5 6 7 8 9.01              | 1,9.01 | EXTREMES
          0 10 20 30 40 50 60 70 80 90      | 0,100 | RECOGNISED
          20 30 40 50 60 70 80 90 100       | 20,100 | EXTREMES
          -3 -3                             | 0,1   | EXTREMES
          """)
  void of_widensToAKnownScale_whereItIsSafe(
      String ratings, String expected, ScaleChoice.Origin origin) {
    ScaleChoice choice = ScaleChoice.of(floats(ratings), null);
    assertEquals(ScaleChoice.parse(expected), choice.scale());
    assertEquals(origin, choice.origin());
  }

  @Test
  void of_keepsTheExtremes_ofVeryManyValues() {
    float[] ratings = new float[100_000];
    for (int i = 0; i < ratings.length; i++) {
      ratings[i] = (i - 50_000) / 7f;
    }
    ScaleChoice choice = ScaleChoice.of(ratings, null);
    assertEquals(new RatingScale(ratings[0], ratings[ratings.length - 1]), choice.scale());
    assertEquals(0, choice.step());
  }

  @ParameterizedTest
  @CsvSource({"1 2 3,1", "1 5 9,4", "1 2.5 4.5,0.5", "0 0.1 0.7,0.1", "1 2 2.0001,0", "1 2,0"})
  void of_tellsTheStep(String ratings, float step) {
    assertEquals(step, ScaleChoice.of(floats(ratings), null).step());
  }

  @Test
  void parse_takesNegativeAndDecimalNumbers() {
    assertEquals(new RatingScale(-10, 10), ScaleChoice.parse("-10,10"));
    assertEquals(new RatingScale(0.5f, 5), ScaleChoice.parse(" 0.5 , 5.0"));
    assertEquals("-0.5,1", ScaleChoice.option(ScaleChoice.parse("-0.50,1e0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "1,", "1;10", "1-10", "1,2,3", "a,b", "Infinity,1"})
  void parse_refuses_whatIsNoPairOfNumbers(String text) {
    InputException e = assertThrows(InputException.class, () -> ScaleChoice.parse(text));
    assertEquals(
        "--scale: \"" + text + "\" (expected: MIN,MAX, such as 1,10 or 0.5,5)", e.getMessage());
  }

  private static float[] floats(String text) {
    String[] words = text.split(" ", -1);
    float[] ratings = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      ratings[i] = Float.parseFloat(words[i]);
    }
    return ratings;
  }
}
