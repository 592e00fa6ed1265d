package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.StreamCall;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendStreamResponse;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainUnderStreamsIT {
  /** The limit of the drain is far above the test's patience: only an orderly end passes. */
  @Test
  void close_endsStreams_whoseClientsWait(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.ITEM);
    RunningServer server =
        RunningServer.start(
            Map.of(
                "autorec.port",
                0,
                "autorec.models",
                repository.toString(),
                "autorec.device",
                "cpu",
                "autorec.drain-seconds",
                600));
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.port(), InsecureChannelCredentials.create())
            .build();
    try {
      StreamCall<RecommendRequest, RecommendStreamResponse> idle =
          StreamCall.start(AutoRecServiceGrpc.newStub(channel)::recommendStream, true);
      idle.send(RecommendRequest.newBuilder().setUserId("u0").build());
      assertTrue(idle.take(1).get(0).hasResponse());

      BlockingQueue<Object> watched = watch(channel);
      assertEquals(ServingStatus.SERVING, watched.poll(10, TimeUnit.SECONDS));

      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      assertEquals(Status.Code.UNAVAILABLE, idle.end());
      closing.get(10, TimeUnit.SECONDS);
      assertEquals(ServingStatus.NOT_SERVING, watched.poll(10, TimeUnit.SECONDS));
      assertEquals(Status.Code.UNAVAILABLE, watched.poll(10, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
    }
  }

  /** The states that a watch of the server's health is told, and the code of its end. */
  private static BlockingQueue<Object> watch(ManagedChannel channel) {
    BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    HealthGrpc.newStub(channel)
        .watch(
            HealthCheckRequest.getDefaultInstance(),
            new StreamObserver<>() {
              @Override
              public void onNext(HealthCheckResponse health) {
                told.add(health.getStatus());
              }

              @Override
              public void onError(Throwable thrown) {
                told.add(Status.fromThrowable(thrown).getCode());
              }

              @Override
              public void onCompleted() {
                told.add(Status.Code.OK);
              }
            });
    return told;
  }
}
