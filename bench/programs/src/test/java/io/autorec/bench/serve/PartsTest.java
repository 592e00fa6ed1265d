package io.autorec.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.bench.load.Tally;
import io.autorec.bench.load.Timed;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartsTest {
  private static final List<Integer> BATCHES = List.of(1, 8, 64);

  @Test
  void of_takesTheBatchWithMostRowsPerSecond_whenALargerOneIsSlower() {
    Parts parts = Parts.of(BATCHES, List.of(runs(1000, 1), runs(500, 2), runs(60, 17)), null);
    assertEquals(8, parts.bestBatch());
    assertEquals(4000, parts.bestRows());
    assertEquals(1, parts.oneRowMillis(), 0.01);
  }

  @Test
  void boundWith_addsTheTimesUp_whenNothingIsFitted() {
    Parts parts = Parts.of(BATCHES, List.of(runs(1000, 1), runs(500, 2), runs(60, 17)), null);
    assertFalse(parts.fits());
    assertEquals("network", parts.words());
    assertEquals(2000, parts.boundWith(4000), 1e-6);
  }

  @Test
  void boundWith_addsTheFitsToo_whenUsersAreFitted() {
    Timed fits = runs(2000, 0.5);
    Parts parts = Parts.of(BATCHES, List.of(runs(1000, 1), runs(500, 2), runs(60, 17)), fits);
    assertTrue(parts.fits());
    assertEquals(0.5, parts.fitMillis(), 0.01);
    assertEquals(1000, parts.boundWith(4000), 1e-6);
  }

  @Test
  void ofHead_isTheHeadAlone_whenNoGraphRuns() {
    Parts parts = Parts.ofHead(runs(1000, 1));
    assertEquals("head", parts.words());
    assertEquals(1, parts.oneRowMillis(), 0.01);
    assertEquals(500, parts.boundWith(1000), 1e-6);
  }

  /** So many runs in a second. */
  private static Timed runs(int count, double millis) {
    Tally tally = new Tally();
    for (int i = 0; i < count; i++) {
      tally.succeed(Math.round(millis * 1e6));
    }
    return new Timed(tally, 1);
  }
}
