package io.autorec.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class RowEncodingTest {
  private static final RatingScale STARS = new RatingScale(0.5f, 5);
  private static final RatingScale JESTER = new RatingScale(-10, 10);

  @Test
  void zero_isARatingOnlyWhereItIsOnTheScale() {
    assertFalse(RowEncoding.isObserved(0, STARS));
    assertTrue(RowEncoding.isObserved(0, JESTER));
    assertTrue(RowEncoding.isObserved(-3, JESTER));
    assertTrue(RowEncoding.isObserved(0.5f, STARS));
    assertFalse(RowEncoding.isObserved(Float.NaN, JESTER));
  }

  @Test
  void forget_leavesTheBufferClean_whenWhatWasObservedIsForgotten() {
    FloatBuffer rows = FloatBuffer.allocate(6);
    RowEncoding.clear(rows);
    RowEncoding.observe(rows, 1, 3, 2, 4);
    assertEquals(4, rows.get(5));
    RowEncoding.forget(rows, 1, 3, 2);
    for (int i = 0; i < 6; i++) {
      assertTrue(Float.isNaN(rows.get(i)));
    }
  }
}
