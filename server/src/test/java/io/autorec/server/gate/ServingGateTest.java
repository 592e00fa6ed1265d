package io.autorec.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelReadyRequest;
import io.autorec.inference.RepositoryModelLoadRequest;
import io.autorec.inference.ServerLiveRequest;
import io.autorec.inference.ServerReadyRequest;
import io.autorec.server.answer.Serving;
import io.autorec.server.endpoint.AdminEndpoint;
import io.autorec.server.endpoint.AutoRecEndpoint;
import io.autorec.server.endpoint.InferenceEndpoint;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.RecommendRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ServingGateTest {
  private final Serving serving = new Serving();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .intercept(new ServingGate(serving))
            .addService(new AutoRecEndpoint(serving))
            .addService(new AdminEndpoint(serving))
            .addService(new InferenceEndpoint(serving, "1"))
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
    channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.getPort(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
    serving.close();
  }

  @Test
  void calls_areRefused_whileTheServerLoads() {
    expectRefused("the server is loading its models");
    assertFalse(
        inference().modelReady(ModelReadyRequest.newBuilder().setName("x").build()).getReady());
  }

  @Test
  void callsAndChanges_areRefused_whileTheServerDrains() {
    serving.refuse();
    expectRefused("the server is shutting down");
    expect(
        "the server is shutting down",
        () -> inference().modelReady(ModelReadyRequest.getDefaultInstance()));
  }

  private GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub inference() {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  private void expectRefused(String why) {
    expect(
        why,
        () ->
            AutoRecServiceGrpc.newBlockingStub(channel)
                .recommend(RecommendRequest.getDefaultInstance()));
    expect(
        why,
        () ->
            AdminServiceGrpc.newBlockingStub(channel)
                .loadModel(LoadModelRequest.getDefaultInstance()));
    expect(why, () -> inference().modelInfer(ModelInferRequest.getDefaultInstance()));
    expect(
        why,
        () -> inference().repositoryModelLoad(RepositoryModelLoadRequest.getDefaultInstance()));
    assertTrue(inference().serverLive(ServerLiveRequest.getDefaultInstance()).getLive());
    assertFalse(inference().serverReady(ServerReadyRequest.getDefaultInstance()).getReady());
    assertEquals(
        ServingStatus.SERVING,
        HealthGrpc.newBlockingStub(channel)
            .check(HealthCheckRequest.getDefaultInstance())
            .getStatus());
  }

  private static void expect(String why, Executable call) {
    Status status = assertThrows(StatusRuntimeException.class, call).getStatus();
    assertEquals(Status.Code.UNAVAILABLE, status.getCode());
    assertEquals(why, status.getDescription());
  }
}
