package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.HeldJob;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceFutureStub;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainUnderCallsIT {
  private static final RecommendRequest KNOWN_USER =
      RecommendRequest.newBuilder().setUserId("u0").build();

  @Test
  void close_answersCallsUnderWayAndRefusesNewOnes(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.ITEM);
    RunningServer server =
        RunningServer.start(
            Map.of(
                "autorec.port", 0,
                "autorec.models", repository.toString(),
                "autorec.device", "cpu",
                "autorec.workers", 1,
                "autorec.max-batch", 1,
                "autorec.max-vectors", 1,
                "autorec.queue-rows", 1));
    HeldJob held = HeldJob.holding(server.model("tiny").users().orElseThrow());
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.port(), InsecureChannelCredentials.create())
            .build();
    try {
      AutoRecServiceFutureStub stub = AutoRecServiceGrpc.newFutureStub(channel);
      HealthWatch health = new HealthWatch();
      HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), health);
      assertTrue(health.serving.await(10, TimeUnit.SECONDS));
      // The queue has room for one: once a call is refused, the other waits in it.
      ListenableFuture<RecommendResponse> one = stub.recommend(KNOWN_USER);
      ListenableFuture<RecommendResponse> other = stub.recommend(KNOWN_USER);
      CompletableFuture<ListenableFuture<RecommendResponse>> refused = new CompletableFuture<>();
      one.addListener(() -> refused.complete(one), Runnable::run);
      other.addListener(() -> refused.complete(other), Runnable::run);
      ListenableFuture<RecommendResponse> underWay =
          refused.get(10, TimeUnit.SECONDS) == one ? other : one;

      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      assertTrue(health.notServing.await(10, TimeUnit.SECONDS));
      assertEquals(Status.Code.UNAVAILABLE, refusal(stub));
      assertFalse(underWay.isDone());

      held.release();
      assertEquals(2, underWay.get(10, TimeUnit.SECONDS).getRecommendationsCount());
      // A watch has no end of its own: without this the drain would last its full limit.
      channel.shutdownNow();
      closing.get(10, TimeUnit.SECONDS);
    } finally {
      held.release();
      channel.shutdownNow();
    }
  }

  @Test
  void close_saysThatTheServerShutsDown_whenItIsFullToo(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.ITEM);
    RunningServer server =
        RunningServer.start(
            Map.of(
                "autorec.port", 0,
                "autorec.models", repository.toString(),
                "autorec.device", "cpu",
                "autorec.workers", 1,
                "autorec.max-batch", 1,
                "autorec.max-vectors", 1,
                "autorec.queue-rows", 2));
    LoadedModel model = server.model("tiny");
    HeldJob held = HeldJob.holding(model.users().orElseThrow());
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.port(), InsecureChannelCredentials.create())
            .build();
    try {
      AutoRecServiceFutureStub stub = AutoRecServiceGrpc.newFutureStub(channel);
      HealthWatch health = new HealthWatch();
      HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), health);
      assertTrue(health.serving.await(10, TimeUnit.SECONDS));
      // As many as are let in at a time: two batches for the one worker.
      ListenableFuture<RecommendResponse> one = stub.recommend(KNOWN_USER);
      ListenableFuture<RecommendResponse> other = stub.recommend(KNOWN_USER);
      while (model.waiting() < 2) {
        Thread.onSpinWait();
      }
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, refusal(stub));

      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      assertTrue(health.notServing.await(10, TimeUnit.SECONDS));
      assertEquals(Status.Code.UNAVAILABLE, refusal(stub));

      held.release();
      assertEquals(2, one.get(10, TimeUnit.SECONDS).getRecommendationsCount());
      assertEquals(2, other.get(10, TimeUnit.SECONDS).getRecommendationsCount());
      closing.get(10, TimeUnit.SECONDS);
    } finally {
      held.release();
      channel.shutdownNow();
    }
  }

  private static Status.Code refusal(AutoRecServiceFutureStub stub) {
    Throwable refusal =
        assertThrows(
                ExecutionException.class,
                () -> stub.recommend(KNOWN_USER).get(10, TimeUnit.SECONDS))
            .getCause();
    return Status.fromThrowable(refusal).getCode();
  }

  private static final class HealthWatch implements StreamObserver<HealthCheckResponse> {
    private final CountDownLatch serving = new CountDownLatch(1);
    private final CountDownLatch notServing = new CountDownLatch(1);

    @Override
    public void onNext(HealthCheckResponse response) {
      (response.getStatus() == ServingStatus.SERVING ? serving : notServing).countDown();
    }

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onCompleted() {}
  }
}
