package io.autorec.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.metrics.ModelMetrics.Reason;
import io.autorec.server.metrics.RecentTraffic.OfVersion;
import io.autorec.server.metrics.RecentTraffic.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTrafficTest {
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);
  private final FakeServer server = new FakeServer();
  private final RecentTraffic recent = new RecentTraffic(server, nanoTime::get);

  private void pass(int seconds) {
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private static void answer(ModelMetrics metrics, int calls, long millis) {
    for (int i = 0; i < calls; i++) {
      metrics.answered(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  @Test
  void traffic_isThatOfTheLastSeconds() {
    ModelMetrics metrics = server.add("films", 3);
    answer(metrics, 1000, 900);
    pass(100);
    assertEquals(Duration.ofSeconds(100), recent.read().time());
    for (int second = 0; second < 20; second++) {
      pass(1);
      answer(metrics, 6, 4);
      metrics.failed(Reason.OTHER);
      metrics.waited(TimeUnit.MILLISECONDS.toNanos(3));
      metrics.ran(8, 1, 1, 1);
      Traffic unused = recent.read();
    }
    Traffic last = recent.read();
    assertEquals(Duration.ofSeconds(10), last.time());
    OfVersion version = last.versions().get(0);
    assertEquals("films", version.name());
    assertEquals(3, version.version());
    assertEquals(6, version.answeredPerSecond(), 1e-9);
    assertEquals(1, version.failedPerSecond(), 1e-9);
    // All are in the bucket from 2 to 5 ms.
    assertEquals(0.0035, version.medianSeconds().orElseThrow(), 1e-9);
    assertEquals(0.00497, version.p99Seconds().orElseThrow(), 1e-9);
    assertEquals(0.003, version.meanQueueSeconds().orElseThrow(), 1e-9);
    assertEquals(8, version.meanBatchRows().orElseThrow(), 1e-9);
  }

  @Test
  void traffic_isNone_whenNothingWasCalled() {
    pass(5);
    ModelMetrics unused = server.add("films", 1);
    OfVersion version = recent.read().versions().get(0);
    assertEquals(0, version.answeredPerSecond());
    assertEquals(OptionalDouble.empty(), version.medianSeconds());
    assertEquals(OptionalDouble.empty(), version.meanQueueSeconds());
    assertEquals(OptionalDouble.empty(), version.meanBatchRows());
  }

  @Test
  void calls_areThoseOfAllMethods() {
    CallCounts.Method method = server.calls().method("autorec.v1.AutoRecService/Predict", "UNARY");
    method.start();
    method.start();
    method.end(0);
    pass(2);
    Traffic traffic = recent.read();
    assertEquals(0.5, traffic.callsPerSecond(), 1e-9);
    assertEquals(1, traffic.callsInFlight());
  }

  @Test
  void quantile_isTheLastBound_aboveAllBounds() {
    Buckets buckets = Buckets.of(1, 2);
    assertTrue(buckets.quantile(0.5, new long[] {0, 0, 0}).isEmpty());
    assertEquals(2, buckets.quantile(0.5, new long[] {0, 0, 9}).orElseThrow());
    assertEquals(0.5, buckets.quantile(0.5, new long[] {4, 0, 0}).orElseThrow());
    assertEquals(1.5, buckets.quantile(0.75, new long[] {2, 2, 0}).orElseThrow());
  }

  private static final class FakeServer extends NothingMeasured {
    private final List<MeasuredModel> models = new ArrayList<>();
    private final CallCounts calls = new CallCounts(List.of("OK"));

    ModelMetrics add(String name, long version) {
      FakeModel model = new FakeModel(name, version, new ModelMetrics(() -> 0));
      models.add(model);
      return model.metrics();
    }

    @Override
    public List<MeasuredModel> models() {
      return models;
    }

    @Override
    public CallCounts calls() {
      return calls;
    }
  }

  private record FakeModel(String name, long version, ModelMetrics metrics)
      implements MeasuredModel {
    @Override
    public String orientationLabel() {
      return "item";
    }

    @Override
    public String deviceLabel() {
      return "cpu";
    }

    @Override
    public java.time.Instant trainedAt() {
      return java.time.Instant.EPOCH;
    }

    @Override
    public java.time.Instant loadedAt() {
      return java.time.Instant.EPOCH;
    }

    @Override
    public boolean overwritten() {
      return false;
    }

    @Override
    public int waiting() {
      return 0;
    }
  }
}
