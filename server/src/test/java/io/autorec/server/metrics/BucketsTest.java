package io.autorec.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
  @Test
  void add_countsInTheFirstBucketThatHoldsIt() {
    Buckets buckets = Buckets.of(1, 2, 4);
    for (long value : new long[] {0, 1, 2, 3, 4, 5}) {
      buckets.add(value);
    }
    ClassicHistogramBuckets shown = buckets.snapshot();
    assertEquals(List.of(1.0, 2.0, 4.0, Double.POSITIVE_INFINITY), bounds(shown));
    assertEquals(
        List.of(2L, 1L, 2L, 1L),
        IntStream.range(0, shown.size()).mapToObj(shown::getCount).toList());
    assertEquals(6, buckets.count());
    assertEquals(15, buckets.total());
    assertEquals(15.0, buckets.sum());
  }

  @Test
  void durations_areAddedInNanosecondsAndShownInSeconds() {
    Buckets buckets = Buckets.ofDurations(10, 500, 2_000_000);
    buckets.add(499_999);
    assertEquals(
        List.of(0.00001, 0.0005, 2.0, Double.POSITIVE_INFINITY), bounds(buckets.snapshot()));
    assertEquals(1, buckets.snapshot().getCount(1));
    assertEquals(499_999, buckets.total());
    assertEquals(0.000499999, buckets.sum(), 1e-12);
  }

  private static List<Double> bounds(ClassicHistogramBuckets shown) {
    return IntStream.range(0, shown.size()).mapToObj(shown::getUpperBound).toList();
  }
}
