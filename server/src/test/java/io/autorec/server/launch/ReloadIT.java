package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.ListModelsResponse;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReloadIT {
  private static final int SWAPS = 20;
  private static final int CALLERS = 4;

  private static final List<Damage> DAMAGES =
      List.of(
          folder -> TinyModel.breakWeight(folder.resolve(ModelFormat.MODEL_FILE)),
          folder -> TinyModel.replace(folder, ModelFormat.RATINGS_FILE, new byte[] {1, 2, 3}),
          folder -> TinyModel.replace(folder, ModelFormat.MODEL_FILE, new byte[1000]),
          folder -> {
            Files.delete(folder.resolve(ModelFormat.MODEL_FILE));
            Files.createSymbolicLink(
                folder.resolve(ModelFormat.MODEL_FILE), Path.of("/etc/passwd"));
          });

  @FunctionalInterface
  private interface Damage {
    void of(Path version) throws IOException;
  }

  // Asks for several runs, one after the other.
  private static final RecommendRequest EXPLAINED =
      RecommendRequest.newBuilder().setUserId("u1").setExplain(2).build();

  @Test
  void swaps_failNoCall_andEachCallerGoesForward(@TempDir Path folder) throws Exception {
    Path repository = Files.createDirectories(folder.resolve("models"));
    publish(folder, repository, 1);
    RunningServer server =
        RunningServer.start(
            Map.of(
                "autorec.port", 0,
                "autorec.models", repository.toString(),
                "autorec.reload-seconds", 1,
                "autorec.device", "cpu",
                "autorec.max-batch", 2,
                "autorec.max-vectors", 2));
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.port(), InsecureChannelCredentials.create())
            .build();
    try (server) {
      AutoRecServiceBlockingStub stub = AutoRecServiceGrpc.newBlockingStub(channel);
      AtomicBoolean enough = new AtomicBoolean();
      List<CompletableFuture<Long>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(CompletableFuture.supplyAsync(() -> callUntil(enough, stub)));
      }
      for (int version = 2; version <= SWAPS + 1; version++) {
        publish(folder, repository, version);
        while (stub.recommend(EXPLAINED).getModel().getVersion() != version) {
          assertTrue(callers.stream().noneMatch(CompletableFuture::isDone), "a call failed");
        }
      }
      enough.set(true);
      for (CompletableFuture<Long> caller : callers) {
        assertTrue(caller.get() > SWAPS, "calls");
      }
      ListModelsResponse models = stub.listModels(ListModelsRequest.getDefaultInstance());
      assertEquals(1, models.getModelsCount());
      assertEquals(List.of(), models.getBadVersionsList());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void badVersions_failNoCall_andEachIsNamed(@TempDir Path folder) throws Exception {
    Path repository = Files.createDirectories(folder.resolve("models"));
    publish(folder, repository, 1);
    RunningServer server =
        RunningServer.start(
            Map.of(
                "autorec.port",
                0,
                "autorec.models",
                repository.toString(),
                "autorec.reload-seconds",
                1,
                "autorec.device",
                "cpu"));
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.port(), InsecureChannelCredentials.create())
            .build();
    try (server) {
      AutoRecServiceBlockingStub stub = AutoRecServiceGrpc.newBlockingStub(channel);
      AtomicBoolean enough = new AtomicBoolean();
      AtomicLong calls = new AtomicLong();
      CompletableFuture<Long> caller =
          CompletableFuture.supplyAsync(() -> callUntil(enough, stub, calls));
      int version = 1;
      for (Damage damage : DAMAGES) {
        version++;
        Path draft = TinyModel.write(folder.resolve("drafts"), "tiny", version, Orientation.USER);
        damage.of(draft);
        Files.move(draft, repository.resolve("tiny").resolve("" + version));
        ListModelsResponse models;
        long before = calls.get();
        do {
          models = stub.listModels(ListModelsRequest.getDefaultInstance());
          assertFalse(caller.isDone(), "a call failed");
          // Until one is shown that is bad, and one call was answered beside it.
        } while (models.getBadVersionsCount() < version - 1 || calls.get() == before);
        assertEquals(1, models.getModels(0).getModel().getVersion());
        String reason = models.getBadVersions(version - 2).getReason();
        assertTrue(reason.matches("[a-z_]+\\.(onnx|pb): .+"), reason);
      }
      enough.set(true);
      assertTrue(caller.get() >= DAMAGES.size(), "calls");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void listModels_saysWhatIsWrong_whenANewVersionIsBad(@TempDir Path folder) throws Exception {
    Path repository = Files.createDirectories(folder.resolve("models"));
    publish(folder, repository, 1);
    Files.createDirectories(repository.resolve("tiny/2"));
    RunningServer server =
        RunningServer.start(Map.of("autorec.port", 0, "autorec.models", repository.toString()));
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.port(), InsecureChannelCredentials.create())
            .build();
    try (server) {
      ListModelsResponse models =
          AutoRecServiceGrpc.newBlockingStub(channel)
              .listModels(ListModelsRequest.getDefaultInstance());
      assertEquals(1, models.getModels(0).getModel().getVersion());
      assertEquals(2, models.getBadVersions(0).getModel().getVersion());
      assertEquals("model.onnx: missing", models.getBadVersions(0).getReason());
    } finally {
      channel.shutdownNow();
    }
  }

  /** Calls as fast as it can; how many calls. */
  private static long callUntil(AtomicBoolean enough, AutoRecServiceBlockingStub stub) {
    return callUntil(enough, stub, new AtomicLong());
  }

  /** The same, with the calls counted where others see it. */
  private static long callUntil(
      AtomicBoolean enough, AutoRecServiceBlockingStub stub, AtomicLong answered) {
    long calls = 0;
    long version = 1;
    while (!enough.get()) {
      RecommendResponse response = stub.recommend(EXPLAINED);
      assertTrue(response.getModel().getVersion() >= version, "back to an older version");
      version = response.getModel().getVersion();
      assertEquals(3, response.getRecommendationsCount());
      assertTrue(response.getRecommendations(0).getReasonsCount() > 0, "no reasons");
      calls++;
      answered.incrementAndGet();
    }
    return calls;
  }

  /** A version as the trainer publishes it: written elsewhere, then renamed into place. */
  private static void publish(Path folder, Path repository, long version) throws Exception {
    Path written = TinyModel.write(folder.resolve("drafts"), "tiny", version, Orientation.USER);
    Files.createDirectories(repository.resolve("tiny"));
    Files.move(written, repository.resolve("tiny").resolve("" + version));
  }
}
