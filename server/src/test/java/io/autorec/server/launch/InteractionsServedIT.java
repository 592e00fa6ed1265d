package io.autorec.server.launch;

import static io.autorec.server.launch.AdminCalls.ADMIN;
import static io.autorec.server.launch.AdminCalls.admin;
import static io.autorec.server.launch.AdminCalls.load;
import static io.autorec.server.launch.AdminCalls.refusal;
import static io.autorec.server.launch.AdminCalls.unload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyInteractions;
import io.autorec.model.ModelFormat;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.BadVersion;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.Rating;
import io.autorec.v1.RatingVector;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SparseRatings;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions that were trained on interactions without ratings, among others. */
@Timeout(120)
class InteractionsServedIT {
  private static final SparseRatings CHOSEN =
      SparseRatings.newBuilder().addRatings(Rating.newBuilder().setId("i3")).build();
  private static final RecommendRequest FIRST_PAGE =
      RecommendRequest.newBuilder().setRatings(CHOSEN).setTopN(1).build();
  private static final PredictRequest PREDICT =
      PredictRequest.newBuilder()
          .addVectors(
              RatingVector.newBuilder()
                  .setSparse(
                      SparseRatings.newBuilder()
                          .addRatings(Rating.newBuilder().setId("i3").setRating(1))))
          .build();

  @TempDir Path folder;
  @TempDir Path models;

  @BeforeEach
  void writeTokens() throws Exception {
    Files.writeString(folder.resolve("tokens"), "admin,predict ops " + ADMIN);
  }

  /** A server of the user-based model, version 1, and what is in the repository already. */
  private TinyServer server() throws Exception {
    return new TinyServer(
        models, Map.of("tokens", folder.resolve("tokens"), "default-model", "tiny"));
  }

  private static RecommendRequest next(RecommendResponse page) {
    return FIRST_PAGE.toBuilder().setPageToken(page.getNextPageToken()).build();
  }

  @Test
  void calls_runNoBatch_andTheVersionHasNoWorkers() throws Exception {
    TinyInteractions.write(models, "clicks", 5);
    ModelRef clicks = ModelRef.newBuilder().setName("clicks").build();
    String labels = "{model=\"clicks\",version=\"5\"}";
    try (TinyServer server =
        new TinyServer(models, Map.of("metrics-port", 0, "default-model", "tiny"))) {
      AutoRecServiceBlockingStub stub = server.stub();
      RecommendRequest request = FIRST_PAGE.toBuilder().setModel(clicks).build();
      var unused = stub.recommend(request.toBuilder().setExplain(3).setDiversity(0.5f).build());
      unused = stub.recommend(request.toBuilder().setUserId("u1").build());
      var similar =
          stub.similarItems(
              SimilarItemsRequest.newBuilder().setModel(clicks).setItemId("i3").build());
      assertEquals(4, similar.getItemsCount());
      refusal(
          Status.Code.FAILED_PRECONDITION,
          () -> stub.predict(PREDICT.toBuilder().setModel(clicks).build()));

      Map<String, Double> metrics = Scrape.of(server.running());
      assertEquals(3, metrics.get("nv_inference_request_success" + labels));
      assertEquals(
          1,
          metrics.get(
              "nv_inference_request_failure{model=\"clicks\",reason=\"OTHER\",version=\"5\"}"));
      assertEquals(0, metrics.getOrDefault("nv_inference_exec_count" + labels, 0.0));
      assertEquals(0, metrics.get("nv_inference_pending_request_count" + labels));
      assertTrue(
          Thread.getAllStackTraces().keySet().stream()
              .noneMatch(thread -> thread.getName().startsWith("batch-clicks-")));
      assertEquals(
          ServingStatus.SERVING,
          HealthGrpc.newBlockingStub(server.connect())
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus());
    }
  }

  @Test
  void versions_replaceEachOther_withAndWithoutRatings() throws Exception {
    TinyInteractions.write(models, "tiny", 2);
    try (TinyServer server = server()) {
      AutoRecServiceBlockingStub stub = server.stub(ADMIN);
      AdminServiceBlockingStub admin = admin(server);
      RecommendResponse ofChoice = stub.recommend(FIRST_PAGE);
      refusal(Status.Code.FAILED_PRECONDITION, () -> stub.predict(PREDICT));
      for (int swap = 0; swap < 2; swap++) {
        assertEquals(1, unload(admin, 2).getMainVersion());
        assertEquals(1, stub.predict(PREDICT).getPredictionsCount());
        // The rating that is left out is 0 here.
        refusal(Status.Code.INVALID_ARGUMENT, () -> stub.recommend(FIRST_PAGE));
        assertEquals(
            "page_token: from version 2, which is not loaded (expected: no page_token, to start"
                + " again)",
            refusal(Status.Code.FAILED_PRECONDITION, () -> stub.recommend(next(ofChoice)))
                .getDescription());

        RecommendRequest rated = FIRST_PAGE.toBuilder().setUserId("u1").build();
        RecommendResponse ofRatings = stub.recommend(rated);
        assertTrue(ofRatings.getRecommendations(0).hasPredictedRating());
        assertEquals(2, load(admin, 2).getMainVersion());
        RecommendRequest nextRated =
            rated.toBuilder().setPageToken(ofRatings.getNextPageToken()).build();
        assertEquals(
            "page_token: from version 1, which is not loaded (expected: no page_token, to start"
                + " again)",
            refusal(Status.Code.FAILED_PRECONDITION, () -> stub.recommend(nextRated))
                .getDescription());
        RecommendResponse second = stub.recommend(next(ofChoice));
        assertEquals(2, second.getModel().getVersion());
        assertFalse(second.getRecommendations(0).hasPredictedRating());
        refusal(Status.Code.FAILED_PRECONDITION, () -> stub.predict(PREDICT));
      }
    }
  }

  @Test
  void versions_areBad_whenFormatAndFeedbackDiffer_orFilesAreMissing() throws Exception {
    // Of equal length, so that the file stays whole.
    damage(2, "FEEDBACK_IMPLICIT", "FEEDBACK_EXPLICIT");
    damage(3, "\"formatVersion\":2", "\"formatVersion\":3");
    damage(4, "\"formatVersion\":2", "\"formatVersion\":1");
    damage(5, "ranking.pb", "rankinh.pb");
    Files.delete(TinyInteractions.write(models, "tiny", 6).resolve(ModelFormat.RANKING_FILE));
    Files.delete(TinyInteractions.write(models, "tiny", 7).resolve(ModelFormat.RATINGS_FILE));
    try (TinyServer server = server()) {
      List<BadVersion> bad =
          server
              .stub(ADMIN)
              .listModels(ListModelsRequest.getDefaultInstance())
              .getBadVersionsList();
      assertEquals(
          List.of(
              "model.onnx: format version: 2 with FEEDBACK_EXPLICIT (expected: 2 for implicit feedback, else"
                  + " 1)",
              "model.onnx: format version: 3 (expected: 1 or 2; use a matching release of AutoRec, or train the"
                  + " model again)",
              "model.onnx: format version: 1 with FEEDBACK_IMPLICIT (expected: 2 for implicit feedback, else"
                  + " 1)",
              "model.onnx: implicit feedback without ranking.pb (expected: with it)",
              "ranking.pb: missing",
              "ratings.pb: missing"),
          bad.stream().map(BadVersion::getReason).toList());
      String why =
          refusal(Status.Code.FAILED_PRECONDITION, () -> load(admin(server), 2)).getDescription();
      assertTrue(String.valueOf(why).endsWith(bad.get(0).getReason()), why);
    }
  }

  private void damage(long version, String text, String by) throws Exception {
    Path file = TinyInteractions.write(models, "tiny", version).resolve(ModelFormat.MODEL_FILE);
    String before = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(before.contains(text), text);
    Files.writeString(file, before.replace(text, by), StandardCharsets.ISO_8859_1);
  }
}
