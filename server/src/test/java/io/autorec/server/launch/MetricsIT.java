package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.HeldJob;
import io.autorec.server.launch.settings.StartException;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.RecommendRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsIT {
  private static final String TINY = "{model=\"tiny\",version=\"4\"}";

  @Test
  void metrics_countCallsRowsAndWaiting(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "tiny", 4, Orientation.USER);
    RunningServer server = start(repository, 0);
    ManagedChannel channel = channel(server);
    try (server) {
      AutoRecServiceBlockingStub stub = AutoRecServiceGrpc.newBlockingStub(channel);
      RecommendRequest known = RecommendRequest.newBuilder().setUserId("u0").build();
      stub.recommend(known);
      // Two ratings: rows without each of them, and one with both.
      stub.recommend(known.toBuilder().setUserId("u1").setExplain(1).build());
      assertThrows(
          StatusRuntimeException.class,
          () -> stub.recommend(known.toBuilder().setUserId("nobody").build()));
      Map<String, Double> metrics = Scrape.of(server);
      assertEquals(2, metrics.get("nv_inference_request_success" + TINY));
      assertEquals(
          1,
          metrics.get(
              "nv_inference_request_failure{model=\"tiny\",reason=\"OTHER\",version=\"4\"}"));
      assertEquals(
          0,
          metrics.get(
              "nv_inference_request_failure{model=\"tiny\",reason=\"BACKEND\",version=\"4\"}"));
      assertEquals(1 + 1 + 3, metrics.get("nv_inference_count" + TINY));
      double runs = metrics.getOrDefault("nv_inference_exec_count" + TINY, 0.0);
      assertTrue(runs >= 3 && runs <= 5, runs + " runs");
      assertEquals(runs, metrics.get("autorec_batch_rows_count" + TINY));
      assertEquals(5, metrics.get("autorec_batch_rows_sum" + TINY));
      assertEquals(2, metrics.get("autorec_request_duration_seconds_count" + TINY));
      assertEquals(0, metrics.get("nv_inference_pending_request_count" + TINY));
      for (String phase : new String[] {"request", "compute_infer"}) {
        String name = "nv_inference_" + phase + "_duration_us" + TINY;
        assertTrue(metrics.getOrDefault(name, 0.0) > 0, name);
      }
      assertTrue(metrics.keySet().stream().anyMatch(name -> name.startsWith("jvm_memory_used")));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void metrics_showWhatWaits(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "tiny", 4, Orientation.USER);
    RunningServer server = start(repository, 0);
    ManagedChannel channel = channel(server);
    try (server) {
      HeldJob held = HeldJob.holding(server.model("tiny").rows().orElseThrow());
      CompletableFuture<?> waits = server.model("tiny").rows().orElseThrow().submit(HeldJob.free());
      try {
        assertEquals(1, Scrape.of(server).get("nv_inference_pending_request_count" + TINY));
      } finally {
        held.release();
      }
      waits.get(10, TimeUnit.SECONDS);
      assertEquals(0, Scrape.of(server).get("nv_inference_pending_request_count" + TINY));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void start_fails_whenTheMetricsPortIsTaken(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "tiny", 4, Orientation.USER);
    try (RunningServer server = start(repository, 0)) {
      int taken = server.metricsPort().orElseThrow();
      StartException e = assertThrows(StartException.class, () -> start(repository, taken));
      assertTrue(String.valueOf(e.getMessage()).startsWith("metrics port: " + taken), "" + e);
    }
  }

  private static RunningServer start(Path repository, int metricsPort) throws StartException {
    return RunningServer.start(
        Map.of(
            "autorec.port",
            0,
            "autorec.metrics-port",
            metricsPort,
            "autorec.models",
            repository.toString(),
            "autorec.workers",
            1,
            "autorec.device",
            "cpu"));
  }

  private static ManagedChannel channel(RunningServer server) {
    return Grpc.newChannelBuilderForAddress(
            "localhost", server.port(), InsecureChannelCredentials.create())
        .build();
  }
}
