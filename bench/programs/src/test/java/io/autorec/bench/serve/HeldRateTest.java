package io.autorec.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.bench.load.Tally;
import io.autorec.bench.load.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A server that answers in 1 ms, and in 50 ms when it is asked more than it can do. */
final class HeldRateTest {
  private static final double MOST = 12_000;
  private final HeldRate search = new HeldRate(10);
  private final List<Double> asked = new ArrayList<>();

  @Test
  void find_isJustBelowWhatTheServerCanDo() throws InterruptedException {
    OptionalDouble found = search.find(MOST, rate -> ask(rate, 7000), rate -> ask(rate, 7000));
    assertTrue(found.getAsDouble() <= 7000, found.toString());
    assertTrue(found.getAsDouble() > 7000 - MOST / 50, found.toString());
    assertEquals(found.getAsDouble(), asked.get(asked.size() - 1));
  }

  @Test
  void find_goesDown_whenALongLoadIsNotHeld() throws InterruptedException {
    OptionalDouble found = search.find(MOST, rate -> ask(rate, 7000), rate -> ask(rate, 6500));
    assertTrue(found.getAsDouble() <= 6500, found.toString());
    assertTrue(found.getAsDouble() > 6500 * 0.95, found.toString());
  }

  @Test
  void find_forgivesOneBadLoad() throws InterruptedException {
    OptionalDouble found =
        search.find(MOST, rate -> ask(rate, asked.isEmpty() ? 0 : 7000), rate -> ask(rate, 7000));
    assertTrue(found.getAsDouble() > 6800, found.toString());
  }

  @Test
  void find_isEmpty_whenNoRateIsHeld() throws InterruptedException {
    assertTrue(search.find(MOST, rate -> ask(rate, 0), rate -> ask(rate, 0)).isEmpty());
    assertTrue(search.find(MOST, rate -> ask(rate, 7000), rate -> ask(rate, 0)).isEmpty());
  }

  @Test
  void holds_whenEveryCallIsAnsweredAndOneOfAHundredMayBeSlow() {
    assertTrue(search.holds(calls(990, 10, 0)));
    assertFalse(search.holds(calls(980, 20, 0)));
    assertFalse(search.holds(calls(1000, 0, 1)));
    assertFalse(search.holds(calls(0, 0, 0)));
  }

  private Timed ask(double rate, double capacity) {
    asked.add(rate);
    return rate <= capacity ? calls(100, 0, 0) : calls(0, 100, 0);
  }

  private static Timed calls(int fast, int slow, int failed) {
    Tally tally = new Tally();
    for (int i = 0; i < fast + slow; i++) {
      tally.succeed(i < fast ? 1_000_000 : 50_000_000);
    }
    if (failed > 0) {
      tally.fail(failed, "UNAVAILABLE");
    }
    return new Timed(tally, 1);
  }
}
