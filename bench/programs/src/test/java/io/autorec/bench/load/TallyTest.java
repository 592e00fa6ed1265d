package io.autorec.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void millis_isWhatAShareDidNotExceed_whenCallsSucceeded() {
    for (int millis = 100; millis >= 1; millis--) {
      tally.succeed(TimeUnit.MILLISECONDS.toNanos(millis));
    }
    assertEquals(100, tally.succeeded());
    assertEquals(50, tally.millis(50), 0.05);
    assertEquals(99, tally.millis(99), 0.1);
    assertEquals(100, tally.millis(99.9), 0.1);
  }

  @Test
  void millis_isNotANumber_whenNoCallSucceeded() {
    tally.fail(3, "no");
    tally.sentLate(5);
    assertEquals(Double.NaN, tally.millis(50));
  }

  @Test
  void lateMillis_isNotANumber_whenNoCallHadATime() {
    tally.succeed(5);
    assertEquals(Double.NaN, tally.lateMillis(99));
  }

  @Test
  void lateMillis_leavesLatenciesAlone_whenBothAreCounted() {
    tally.succeed(TimeUnit.MILLISECONDS.toNanos(2));
    tally.sentLate(TimeUnit.MILLISECONDS.toNanos(40));
    tally.sentLate(0);
    assertEquals(1, tally.succeeded());
    assertEquals(2, tally.millis(100), 0.01);
    assertEquals(40, tally.lateMillis(100), 0.05);
    assertEquals(0, tally.lateMillis(50), 1e-3);
  }

  @Test
  void succeed_countsTheLongest_whenACallTookLonger() {
    tally.succeed(TimeUnit.HOURS.toNanos(1));
    assertEquals(600_000, tally.millis(100), 600);
  }

  @Test
  void failure_isTheFirst_whenSeveralFailed() {
    assertTrue(tally.failure().isEmpty());
    tally.fail(2, "first");
    tally.fail(1, "second");
    assertEquals(3, tally.failed());
    assertEquals("first", tally.failure().orElseThrow());
  }
}
