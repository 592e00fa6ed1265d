package io.autorec.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ServiceTimeTest {
  @Property(tries = 100)
  void nanos_isTheLine_whenRunsFollowOne(
      @ForAll @IntRange(max = 1_000_000) int fixed,
      @ForAll @IntRange(min = 1, max = 100_000) int perRow,
      @ForAll @IntRange(min = 1, max = 64) int asked) {
    ServiceTime time = new ServiceTime();
    for (int i = 0; i < 200; i++) {
      int rows = 1 + i * 7 % 64;
      time.observe(rows, fixed + (long) perRow * rows);
    }
    assertEquals(fixed + (double) perRow * asked, (double) time.nanos(asked), 2 + 1e-6 * fixed);
  }

  @Test
  void nanos_isTheMean_whileAllRunsAreOfOneSize() {
    ServiceTime time = new ServiceTime();
    assertEquals(0, time.nanos(64));
    time.observe(1, 100);
    time.observe(1, 100);
    assertEquals(100, time.nanos(1));
    assertEquals(100, time.nanos(64));
  }

  @Test
  void nanos_forgets_whatWasLongAgo() {
    ServiceTime time = new ServiceTime();
    time.observe(1, 1_000_000_000);
    for (int i = 0; i < 500; i++) {
      time.observe(1 + i % 2, 100);
    }
    assertEquals(100.0, (double) time.nanos(1), 2);
  }

  @Property(tries = 100)
  void nanos_isNeverNegative_andNeverFallsWithRows(
      @ForAll @IntRange(min = 1, max = 64) int small,
      @ForAll @IntRange(min = 1, max = 64) int large,
      @ForAll @IntRange(max = 1000) int smallTook,
      @ForAll @IntRange(max = 1000) int largeTook) {
    ServiceTime time = new ServiceTime();
    time.observe(small, smallTook);
    time.observe(large, largeTook);
    for (int rows = 1; rows < 64; rows++) {
      assertTrue(time.nanos(rows) >= 0);
      assertTrue(time.nanos(rows) <= time.nanos(rows + 1));
    }
  }
}
