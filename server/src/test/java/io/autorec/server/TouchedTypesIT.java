package io.autorec.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.RecommendRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bounds the code behind one Recommend: the types that run from its headers to its answer, for a
 * known user of a user-based model, on a server that has answered before.
 */
@Timeout(300)
class TouchedTypesIT {
  /** Only to shrink. */
  private static final int MOST = 51;

  @Test
  void recommend_touchesFewTypes(@TempDir Path folder) throws Exception {
    TinyModel.write(folder, "tiny", 1, Orientation.USER);
    try (TouchedTypes server =
        new TouchedTypes(
            System.getProperty("java.class.path"),
            "io.autorec.server.launch.AutorecServer --device cpu --reload-seconds 0 --port 0"
                + " --models "
                + folder)) {
      int port = Integer.parseInt(server.await(Pattern.compile("serving on port (\\d+)")));
      ManagedChannel channel =
          Grpc.newChannelBuilderForAddress("localhost", port, InsecureChannelCredentials.create())
              .build();
      try {
        NavigableSet<String> types = recommend(server, channel);
        assertTrue(types.size() <= MOST, types.size() + ": " + String.join("\n", types));
        assertTrue(types.size() > MOST / 2, types::toString);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static NavigableSet<String> recommend(TouchedTypes server, ManagedChannel channel)
      throws Exception {
    AutoRecServiceGrpc.AutoRecServiceBlockingStub stub =
        AutoRecServiceGrpc.newBlockingStub(channel);
    RecommendRequest request = RecommendRequest.newBuilder().setUserId("u1").build();
    // What a first call sets up is not what each call needs.
    var unused = stub.recommend(request);
    return server.until(
        "getModel",
        () -> {
          var unusedAnswer = stub.recommend(request);
          var unusedEnd = stub.getModel(GetModelRequest.getDefaultInstance());
        });
  }
}
