package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LambdaPathTest {
  @Test
  void given_areTried_andTakenWhereBetter_withoutASearch() {
    LambdaPath path = new LambdaPath(10, 0.9, List.of(30.0, 90.0, 5.0), false);
    assertEquals(30, path.next());
    assertTrue(path.record(0.8));
    assertEquals(90, path.next());
    assertFalse(path.record(0.85));
    assertEquals(5, path.next());
    assertTrue(path.record(0.7));
    assertTrue(path.isAtEnd());
    assertEquals(List.of(30.0, 5.0), path.taken());
    assertEquals(5, path.last());
  }

  @Test
  void given_areAllTaken_withoutValidationRatings() {
    LambdaPath path = new LambdaPath(10, Double.NaN, List.of(30.0, 90.0), true);
    assertTrue(path.record(Double.NaN));
    assertTrue(path.record(Double.NaN));
    assertTrue(path.isAtEnd());
    assertEquals(90, path.last());
  }

  @Test
  void search_turnsDown_ifMoreIsWorseAtOnce() {
    LambdaPath path = new LambdaPath(9, 0.9, List.of(), true);
    assertEquals(27, path.next());
    assertFalse(path.record(0.95));
    assertEquals(3, path.next());
    assertTrue(path.record(0.8));
    assertEquals(1, path.next());
    assertFalse(path.record(0.8));
    assertTrue(path.isAtEnd());
    assertEquals(3, path.last());
  }

  @Test
  void search_isNotMade_atZero() {
    assertTrue(new LambdaPath(0, 0.9, List.of(), true).isAtEnd());
    assertEquals(0, new LambdaPath(0, 0.9, List.of(), true).last());
  }
}
