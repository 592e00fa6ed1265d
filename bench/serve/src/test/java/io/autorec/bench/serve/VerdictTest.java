package io.autorec.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VerdictTest {
  /** 0.3 ms with one call, 900 calls/s with 64. */
  private static final Map<Integer, Timed> SERVER =
      Map.of(1, timed(10, 0.3, 1), 64, timed(1800, 5, 2));

  private static final Map<Integer, Timed> ECHO =
      Map.of(1, timed(10, 0.1, 1), 64, timed(2000, 2, 1));

  @Test
  void text_putsTheServerBesideBothPartsInARow_whenSixtyFourCallsWereMeasured() {
    // 1 / (1/2000 + 1/2000) = 1000.
    assertTrue(
        lines(ECHO, SERVER).contains("efficiency at 64 calls: 0.90 = 900 / 1000 calls/s"),
        lines(ECHO, SERVER)::toString);
  }

  @Test
  void text_comparesTheUnloadedMedian_whenOneCallWasMeasured() {
    // 2.5 * 0.08 + 0.1 = 0.3.
    assertTrue(
        lines(ECHO, SERVER)
            .contains("unloaded p50: 0.300 ms, 1.00 of 2.5 x network + echo = 0.300 ms"),
        lines(ECHO, SERVER)::toString);
  }

  @Test
  void text_tellsTheGeneratorsLatenessBesideTheTail_whenOneCallWasMeasured() {
    List<String> lines = lines(ECHO, SERVER);
    assertEquals(
        "p99 at 50% of best: 3.000 ms, 2.00 of 5 x unloaded p50 = 1.500 ms;"
            + " sent late by 0.750 ms (p99), 0.750 ms (most)",
        lines.get(3));
    assertEquals(
        "p99 of the echo at that rate: 1.000 ms; sent late by 0.500 ms (p99), 0.500 ms (most)",
        lines.get(4));
  }

  @Test
  void text_leavesOut_whatWasNotMeasured() {
    List<String> lines = lines(Map.of(4, timed(1, 1, 1)), Map.of(4, timed(1, 1, 1)));
    assertEquals(List.of("network alone: best 2000 rows/s, at batch 32; one row 0.080 ms"), lines);
  }

  @Test
  void text_leavesOutTheTail_whenOneCallWasNotMeasured() {
    String text = String.join("\n", lines(Map.of(64, ECHO.get(64)), Map.of(64, SERVER.get(64))));
    assertTrue(text.contains("efficiency"), text);
    assertFalse(text.contains("p99"), text);
  }

  private static List<String> lines(Map<Integer, Timed> echo, Map<Integer, Timed> server) {
    return new Verdict(2000, 32, 0.08, echo, server, late(3, 0.75), late(1, 0.5))
        .text()
        .lines()
        .toList();
  }

  private static Timed late(double millis, double lateMillis) {
    Timed timed = timed(1, millis, 1);
    timed.tally().sentLate(nanos(lateMillis));
    return timed;
  }

  private static Timed timed(int calls, double millis, double seconds) {
    Tally tally = new Tally();
    for (int i = 0; i < calls; i++) {
      tally.succeed(nanos(millis));
    }
    return new Timed(tally, seconds);
  }

  private static long nanos(double millis) {
    return Duration.ofNanos(Math.round(millis * 1e6)).toNanos();
  }
}
