package io.autorec.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FootprintTest {
  /** Eight samples, two for each quarter. */
  private static List<Footprint> samples(long[] residentMib, long[] heapMib) {
    return samples(residentMib, heapMib, new long[] {0, 1, 2, 3, 4, 5, 6, 7});
  }

  private static List<Footprint> samples(long[] residentMib, long[] heapMib, long[] collections) {
    List<Footprint> samples = new ArrayList<>();
    for (int i = 0; i < residentMib.length; i++) {
      samples.add(new Footprint(residentMib[i], heapMib[i], 40, 100, collections[i]));
    }
    return samples;
  }

  @Test
  void growth_isNone_whenMemoryGrowsAtTheStartOrByLittle() {
    assertEquals(
        Optional.empty(),
        Footprint.growth(
            samples(
                new long[] {100, 500, 900, 950, 950, 960, 990, 1000},
                new long[] {10, 200, 100, 400, 90, 300, 500, 120})));
  }

  @Test
  void growth_saysOfWhat_whenTheLastQuarterHoldsMoreThanTheSecond() {
    long[] flat = {500, 500, 500, 500, 500, 500, 500, 500};
    long[] growing = {100, 200, 300, 400, 500, 600, 700, 800};
    assertEquals(
        Optional.of("memory grew from 400 to 800 MiB"), Footprint.growth(samples(growing, flat)));
    assertEquals(
        Optional.of("the heap grew from 300 to 700 MiB"), Footprint.growth(samples(flat, growing)));
  }

  /** A load may end before anything was collected. */
  @Test
  void growth_isNotOfTheHeap_whenNoCollectionFellIntoTheLastQuarter() {
    long[] flat = {500, 500, 500, 500, 500, 500, 500, 500};
    long[] growing = {100, 200, 300, 400, 500, 600, 700, 800};
    long[] once = {0, 0, 0, 0, 0, 0, 1, 1};
    assertEquals(Optional.empty(), Footprint.growth(samples(flat, growing, once)));
  }

  @Test
  void leak_saysOfWhat_whenThereIsMoreThanBefore() {
    Footprint before = new Footprint(1, 1, 40, 100, 0);
    assertEquals(Optional.empty(), new Footprint(9, 9, 48, 108, 0).leak(before));
    assertEquals(
        Optional.of("49 threads, 40 before"), new Footprint(1, 1, 49, 100, 0).leak(before));
    assertEquals(
        Optional.of("109 open files, 100 before"), new Footprint(1, 1, 40, 109, 0).leak(before));
  }
}
