package io.autorec.trainer.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void of_isStudentsInterval() {
    // t(0.975, 4) = 2.7764; the standard deviation of 1 to 5 is 1.5811.
    Interval interval = Interval.of(1, 2, 3, 4, 5);

    assertEquals(3, interval.mean());
    assertEquals(2.7764 * 1.5811 / Math.sqrt(5), interval.halfWidth(), 1e-3);
    assertEquals("3.0000 ± 1.9632", interval.toString());
  }

  @Test
  void of_hasNoWidth_whenThereIsOneValue() {
    Interval interval = Interval.of(0.83);

    assertTrue(Double.isNaN(interval.halfWidth()));
    assertEquals("0.8300", interval.toString());
  }
}
