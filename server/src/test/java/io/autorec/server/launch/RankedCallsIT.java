package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.Rating;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.SparseRatings;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Recommend in the order by choice runs, as metrics show it. */
class RankedCallsIT {
  private static final String RUNS = "nv_inference_exec_count{model=\"tiny\",version=\"1\"}";

  @Test
  void recommend_runsABatch_onlyForPredictedRatings(@TempDir Path repository) throws Exception {
    TinyModel.writeWithRankingHead(repository, "tiny", 1, Orientation.ITEM, true);
    RunningServer server =
        RunningServer.start(
            Map.of(
                "autorec.port",
                0,
                "autorec.metrics-port",
                0,
                "autorec.models",
                repository.toString(),
                "autorec.device",
                "cpu"));
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.port(), InsecureChannelCredentials.create())
            .build();
    try {
      AutoRecServiceBlockingStub stub = AutoRecServiceGrpc.newBlockingStub(channel);
      RecommendRequest known = RecommendRequest.newBuilder().setUserId("u1").build();
      RecommendRequest newcomer =
          RecommendRequest.newBuilder()
              .setRatings(
                  SparseRatings.newBuilder()
                      .addRatings(Rating.newBuilder().setId("i0").setRating(4)))
              .build();
      double before = Scrape.of(server).getOrDefault(RUNS, 0.0);
      for (RecommendRequest request : new RecommendRequest[] {known, newcomer}) {
        var unused =
            stub.recommend(request.toBuilder().setOmitPredictedRatings(true).setExplain(3).build());
      }
      assertEquals(before, Scrape.of(server).getOrDefault(RUNS, 0.0));
      for (RecommendRequest request : new RecommendRequest[] {known, newcomer}) {
        var unused = stub.recommend(request);
      }
      assertEquals(before + 2, Scrape.of(server).get(RUNS));
    } finally {
      channel.shutdownNow();
      server.close();
    }
  }
}
