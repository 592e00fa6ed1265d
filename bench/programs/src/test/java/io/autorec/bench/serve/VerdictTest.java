package io.autorec.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.bench.load.Tally;
import io.autorec.bench.load.Timed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VerdictTest {
  private static final Parts PARTS =
      new Parts(Parts.NETWORK, 2000, 32, 0.08, Double.POSITIVE_INFINITY, 0);

  /** 0.3 ms with one call, 900 calls/s with 64. */
  private static final Map<Integer, Timed> SERVER =
      Map.of(1, timed(10, 0.3, 1), 64, timed(1800, 5, 2));

  private static final Map<Integer, Timed> ECHO =
      Map.of(1, timed(10, 0.1, 1), 64, timed(2000, 2, 1));

  @Test
  void text_putsTheServerBesideBothPartsInARow_whenSixtyFourCallsWereMeasured() {
    // 1 / (1/2000 + 1/2000) = 1000.
    assertTrue(
        lines(ECHO, SERVER).contains("efficiency at 64 calls: 0.90 = 900 / 1000 per s"),
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
  void text_leavesItOut_whenAPartWasNotMeasured() {
    List<String> lines = lines(Map.of(4, timed(1, 1, 1)), Map.of(4, timed(1, 1, 1)));
    assertEquals(List.of("network alone: best 2000 rows/s, at batch 32; one row 0.080 ms"), lines);
  }

  @Test
  void text_leavesOutTheTail_whenOneCallWasNotMeasured() {
    String text = String.join("\n", lines(Map.of(64, ECHO.get(64)), Map.of(64, SERVER.get(64))));
    assertTrue(text.contains("efficiency"), text);
    assertFalse(text.contains("p99"), text);
  }

  @Test
  void text_addsTheFitToTheParts_whenUsersAreFitted() {
    Parts parts = new Parts(Parts.NETWORK, 2000, 32, 0.08, 1000, 0.2);
    List<String> lines = lines(parts, full(ECHO), full(SERVER));
    assertEquals("fit alone: 1000 rows/s; one row 0.200 ms", lines.get(1));
    // 1 / (1/2000 + 1/1000 + 1/2000) = 500, and 2.5 * 0.28 + 0.1 = 0.8.
    assertEquals("efficiency at 64 calls: 1.80 = 900 / 500 per s", lines.get(2));
    assertEquals(
        "unloaded p50: 0.300 ms, 0.38 of 2.5 x (network + fit) + echo = 0.800 ms", lines.get(3));
  }

  @Test
  void text_putsTheBestStreamsBesideTheBestCalls_whenStreamsWereMeasured() {
    List<String> lines =
        lines(
            PARTS,
            new Verdict.Full(ECHO, Map.of(1, timed(9000, 1, 1), 4, timed(6000, 1, 1))),
            new Verdict.Full(SERVER, Map.of(1, timed(1100, 1, 1), 4, timed(1350, 1, 1))));
    // 1 / (1/2000 + 1/6000) = 1500.
    assertEquals("efficiency at 4 streams: 0.90 = 1350 / 1500 per s", lines.get(2));
    assertEquals("4 streams: 1.50 of the best of calls = 1350 / 900 per s", lines.get(3));
  }

  private static List<String> lines(Map<Integer, Timed> echo, Map<Integer, Timed> server) {
    return lines(PARTS, full(echo), full(server));
  }

  private static List<String> lines(Parts parts, Verdict.Full echo, Verdict.Full server) {
    return new Verdict(parts, echo, server, late(3, 0.75), late(1, 0.5)).text().lines().toList();
  }

  private static Verdict.Full full(Map<Integer, Timed> calls) {
    return new Verdict.Full(calls, Map.of());
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
