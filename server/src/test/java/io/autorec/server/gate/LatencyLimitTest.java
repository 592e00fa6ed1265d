package io.autorec.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyLimitTest {
  private final LatencyLimit limit = new LatencyLimit(Duration.ofMillis(100), 10, 100);

  private int after(int underWay, int millis) {
    limit.onSample(0, Duration.ofMillis(millis).toNanos(), underWay, false);
    return limit.getLimit();
  }

  @ParameterizedTest
  @CsvSource({
    // 100 calls that take 125 ms are answered as fast as 80 that take 100.
    "100, 125, 80",
    "100, 100, 100",
    "60, 101, 59",
    // It falls by half at most.
    "100, 900, 50",
    "3, 900, 50",
    // Few calls say nothing of many.
    "49, 99, 100",
  })
  void limit_isWhatIsAnsweredInTime(int underWay, int millis, int expected) {
    assertEquals(expected, after(underWay, millis));
  }

  @Test
  void limit_neverFallsBelowTheLeast() {
    for (int expected : new int[] {50, 25, 12, 10, 10}) {
      assertEquals(expected, after(100, 1000));
    }
  }

  @Test
  void limit_risesToWhatIsAnsweredInTime_byAQuarterAtMost_whenItIsReached() {
    for (int i = 0; i < 4; i++) {
      int unused = after(100, 1000);
    }
    assertEquals(10, after(4, 10));
    assertEquals(11, after(10, 90));
    assertEquals(14, after(11, 10));
    assertEquals(14, after(14, 100));
    for (int i = 0; i < 20; i++) {
      int unused = after(limit.getLimit(), 10);
    }
    assertEquals(100, limit.getLimit());
  }
}
