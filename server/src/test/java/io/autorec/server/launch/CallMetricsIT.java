package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.fixture.HeldJob;
import io.autorec.server.fixture.RawConnection;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.Rating;
import io.autorec.v1.RatingVector;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.SparseRatings;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallMetricsIT {
  private static final RecommendRequest KNOWN =
      RecommendRequest.newBuilder().setUserId("u0").build();

  @TempDir Path repository;

  @Test
  void calls_areCountedByCode_whoeverRefusesThem() throws Exception {
    try (TinyServer tiny = TinyServer.measured(repository, Map.of("max-message-mib", 1))) {
      tiny.stub().recommend(KNOWN);
      // By no model.
      refused(
          () ->
              tiny.stub()
                  .recommend(
                      KNOWN.toBuilder().setModel(ModelRef.newBuilder().setName("no")).build()));
      // By gRPC, which lets no handler see it.
      refused(
          () ->
              tiny.stub().recommend(KNOWN.toBuilder().addExcludeIds("x".repeat(2 << 20)).build()));
      refused(() -> unknownMethod(tiny));
      await(tiny, 1, handled("OK", "Recommend"));
      await(tiny, 1, handled("NOT_FOUND", "Recommend"));
      await(tiny, 1, handled("RESOURCE_EXHAUSTED", "Recommend"));
      await(tiny, 0, handled("INTERNAL", "Recommend"));
      await(
          tiny,
          1,
          "grpc_server_handled_total{grpc_code=\"UNIMPLEMENTED\",grpc_method=\"unknown\","
              + "grpc_service=\"unknown\",grpc_type=\"unknown\"}");
    }
  }

  @Test
  void calls_areInFlight_untilTheyAreAnswered() throws Exception {
    String inFlight =
        "autorec_calls_in_flight{grpc_method=\"Recommend\","
            + "grpc_service=\"autorec.v1.AutoRecService\",grpc_type=\"unary\"}";
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      HeldJob held = HeldJob.holding(tiny.running().model("tiny").rows().orElseThrow());
      var answer = AutoRecServiceGrpc.newFutureStub(tiny.connect()).recommend(KNOWN);
      try {
        while (tiny.running().model("tiny").waiting() == 0) {
          Thread.onSpinWait();
        }
        assertEquals(1, Scrape.of(tiny.running()).get(inFlight));
      } finally {
        held.release();
      }
      assertEquals(4, answer.get(10, TimeUnit.SECONDS).getModel().getVersion());
      await(tiny, 0, inFlight);
    }
  }

  @Test
  void calls_areCancelled_whenTheirCallerHasGoneWithoutAWord() throws Exception {
    String recommend = AutoRecServiceGrpc.getRecommendMethod().getFullMethodName();
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      HeldJob held = HeldJob.holding(tiny.running().model("tiny").rows().orElseThrow());
      try {
        try (RawConnection caller = new RawConnection(tiny.port()).greet()) {
          caller.call(recommend, KNOWN.toByteArray());
          caller.call(recommend, KNOWN.toByteArray());
          while (tiny.running().model("tiny").waiting() < 2) {
            Thread.onSpinWait();
          }
        }
        await(tiny, 2, handled("CANCELLED", "Recommend"));
      } finally {
        held.release();
      }
      await(tiny, 0, handled("UNAVAILABLE", "Recommend"));
      await(tiny, 0, handled("UNKNOWN", "Recommend"));
    }
  }

  @Test
  void badInput_isCountedByKind_refusedOrLeftOut() throws Exception {
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      // Answered without the two that are unknown.
      tiny.stub().recommend(of(rating("i0", 3), rating("odd", 3)).addExcludeIds("older").build());
      refused(() -> tiny.stub().recommend(of(rating("i0", 3), rating("i0", 6)).build()));
      refused(
          () ->
              tiny.stub()
                  .predict(
                      PredictRequest.newBuilder()
                          .addVectors(
                              RatingVector.newBuilder()
                                  .setSparse(
                                      SparseRatings.newBuilder()
                                          .addRatings(rating("i0", Float.NaN))
                                          .addRatings(rating("i1", Float.POSITIVE_INFINITY))
                                          .addRatings(rating("i2", -7))))
                          .build()));
      refused(() -> tiny.stub().recommend(KNOWN.toBuilder().setUserId("nobody").build()));
      refused(() -> tiny.stub().recommend(KNOWN.toBuilder().setTopN(0).setExplain(99).build()));
      Map<String, Double> metrics = Scrape.of(tiny.running());
      assertEquals(2, metrics.get(badInput("unknown_id")));
      assertEquals(1, metrics.get(badInput("duplicate_id")));
      assertEquals(2, metrics.get(badInput("off_scale")));
      assertEquals(1, metrics.get(badInput("nan")));
      assertEquals(1, metrics.get(badInput("infinite")));
      assertEquals(1, metrics.get(badInput("unknown_user")));
      assertEquals(2, metrics.get(badInput("other")));
    }
  }

  @Test
  void versions_sayWhatAndHowOldTheyAre_andWhichAreBad() throws Exception {
    Instant before = Instant.now().minusMillis(1);
    Files.createDirectories(repository.resolve("tiny/9"));
    Files.createDirectories(repository.resolve("other/1"));
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      Map<String, Double> metrics = Scrape.of(tiny.running());
      assertEquals(
          1,
          metrics.get(
              "autorec_model_info{device=\"cpu\",model=\"tiny\",orientation=\"user\",version=\"4\"}"));
      double loaded =
          metrics.getOrDefault(
              "autorec_model_loaded_timestamp_seconds{model=\"tiny\",version=\"4\"}", 0.0);
      assertTrue(loaded >= before.toEpochMilli() / 1000.0, loaded + " since " + before);
      assertTrue(loaded <= Instant.now().toEpochMilli() / 1000.0, loaded + " is to come");
      assertTrue(
          metrics.containsKey(
              "autorec_model_trained_timestamp_seconds{model=\"tiny\",version=\"4\"}"));
      assertEquals(1, metrics.get("autorec_bad_versions{model=\"tiny\"}"));
      assertEquals(1, metrics.get("autorec_bad_versions{model=\"other\"}"));
      assertEquals(1, metrics.get("autorec_server_state{state=\"serving\"}"));
      assertEquals(0, metrics.get("autorec_server_state{state=\"draining\"}"));
      assertEquals(0, metrics.get("autorec_waiting_calls{work=\"fit\"}"));
      assertEquals(0, metrics.get("autorec_waiting_calls{work=\"compare\"}"));
    }
  }

  @Test
  void phases_areHistograms() throws Exception {
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      tiny.stub().recommend(KNOWN);
      Map<String, Double> metrics = Scrape.of(tiny.running());
      for (String phase : new String[] {"queue", "encode", "run", "decode"}) {
        String labels = "{model=\"tiny\",phase=\"" + phase + "\",version=\"4\"";
        String name = "autorec_phase_duration_seconds";
        assertEquals(1, metrics.get(name + "_count" + labels + "}"), phase);
        double sum = metrics.getOrDefault(name + "_sum" + labels + "}", 0.0);
        assertTrue(sum > 0 && sum < 10, phase + " took " + sum);
        assertEquals(1, metrics.get(name + "_bucket" + labels + ",le=\"+Inf\"}"), phase);
      }
    }
  }

  /** A caller may have the answer before the server has done with the call. */
  private static void await(TinyServer tiny, double value, String series) throws Exception {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (Scrape.of(tiny.running()).getOrDefault(series, -1.0) != value) {
            Thread.onSpinWait();
          }
        },
        series);
  }

  private static RecommendRequest.Builder of(Rating... ratings) {
    SparseRatings.Builder all = SparseRatings.newBuilder();
    for (Rating rating : ratings) {
      all.addRatings(rating);
    }
    return RecommendRequest.newBuilder().setRatings(all);
  }

  private static Rating rating(String id, float rating) {
    return Rating.newBuilder().setId(id).setRating(rating).build();
  }

  private static void refused(Runnable call) {
    assertThrows(StatusRuntimeException.class, call::run);
  }

  private static void unknownMethod(TinyServer tiny) {
    MethodDescriptor<RecommendRequest, ?> known = AutoRecServiceGrpc.getRecommendMethod();
    Object unused =
        ClientCalls.blockingUnaryCall(
            tiny.connect(),
            known.toBuilder().setFullMethodName("autorec.v1.AutoRecService/Guess").build(),
            CallOptions.DEFAULT,
            KNOWN);
  }

  private static String handled(String code, String method) {
    return "grpc_server_handled_total{grpc_code=\""
        + code
        + "\",grpc_method=\""
        + method
        + "\",grpc_service=\"autorec.v1.AutoRecService\",grpc_type=\"unary\"}";
  }

  private static String badInput(String kind) {
    return "autorec_bad_input_total{kind=\"" + kind + "\",model=\"tiny\",version=\"4\"}";
  }
}
