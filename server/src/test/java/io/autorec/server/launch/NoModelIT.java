package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.TinyServer;
import io.autorec.server.launch.settings.StartException;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.UnloadModelRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NoModelIT {
  private static final String ADMIN = "admin-0123456789012345678901234567";
  private static final List<String> SERVICES =
      List.of("", AutoRecServiceGrpc.SERVICE_NAME, GRPCInferenceServiceGrpc.SERVICE_NAME);

  @TempDir Path folder;
  @TempDir Path models;

  private RunningServer start(Map<String, ?> settings) throws StartException {
    Map<String, Object> flags = new HashMap<>();
    flags.put("autorec.port", 0);
    flags.put("autorec.metrics-port", 0);
    flags.put("autorec.models", models.toString());
    flags.put("autorec.device", "cpu");
    flags.put("autorec.reload-seconds", 1);
    settings.forEach((name, value) -> flags.put("autorec." + name, value.toString()));
    return RunningServer.start(flags);
  }

  private static ManagedChannel connect(RunningServer server) {
    return Grpc.newChannelBuilderForAddress(
            "localhost", server.port(), InsecureChannelCredentials.create())
        .build();
  }

  private void publish(String name) throws Exception {
    Path draft = TinyModel.write(folder.resolve("drafts"), name, 1, Orientation.USER);
    Path model = Files.createDirectories(folder.resolve("whole").resolve(name));
    Files.move(draft, model.resolve("1"));
    Files.move(model, models.resolve(name));
  }

  private static Iterator<HealthCheckResponse> watch(ManagedChannel channel) {
    return HealthGrpc.newBlockingStub(channel).watch(HealthCheckRequest.getDefaultInstance());
  }

  private static void expectHealth(ServingStatus status, ManagedChannel channel) {
    for (String service : SERVICES) {
      HealthCheckRequest request = HealthCheckRequest.newBuilder().setService(service).build();
      assertEquals(status, HealthGrpc.newBlockingStub(channel).check(request).getStatus(), service);
    }
  }

  private static void expectState(String state, RunningServer server) throws Exception {
    Map<String, Double> metrics = Scrape.of(server);
    for (String other : List.of("loading", "serving", "no_model", "draining")) {
      String series = "autorec_server_state{state=\"" + other + "\"}";
      assertEquals(other.equals(state) ? 1 : 0, metrics.get(series), series);
    }
  }

  private static Status refusal(Executable call) {
    return assertThrows(StatusRuntimeException.class, call).getStatus();
  }

  private static String answering(AutoRecServiceBlockingStub stub, String name) {
    return stub.recommend(
            RecommendRequest.newBuilder()
                .setUserId("u1")
                .setModel(ModelRef.newBuilder().setName(name))
                .build())
        .getModel()
        .getName();
  }

  @Test
  void start_isRefused_whenTheFolderIsThatOfOneModel() throws Exception {
    publish("films");
    StartException refusal =
        assertThrows(StartException.class, () -> start(Map.of("models", models.resolve("films"))));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("the folder of one model"), message);
    assertTrue(message.contains("\"" + models.toAbsolutePath() + "\""), message);
  }

  @Test
  void emptyRepository_isNotServed_untilItsFirstModelComes_whichStaysTheDefault() throws Exception {
    Path portFile = folder.resolve("port");
    RunningServer server = start(Map.of("port-file", portFile));
    ManagedChannel channel = connect(server);
    try (server) {
      AutoRecServiceBlockingStub stub = AutoRecServiceGrpc.newBlockingStub(channel);
      expectHealth(ServingStatus.NOT_SERVING, channel);
      expectState("no_model", server);
      assertEquals("" + server.port(), Files.readString(portFile).strip());
      assertEquals(0, stub.listModels(ListModelsRequest.getDefaultInstance()).getModelsCount());
      // Which a client tries again, by itself if it was told to.
      for (String name : List.of("", "films")) {
        Status refused = refusal(() -> answering(stub, name));
        assertEquals(Status.Code.UNAVAILABLE, refused.getCode(), "" + refused);
      }
      Iterator<HealthCheckResponse> health = watch(channel);
      assertEquals(ServingStatus.NOT_SERVING, health.next().getStatus());

      publish("films");
      assertEquals(ServingStatus.SERVING, health.next().getStatus());
      expectHealth(ServingStatus.SERVING, channel);
      expectState("serving", server);
      assertEquals("films", answering(stub, ""));

      publish("books");
      while (stub.listModels(ListModelsRequest.getDefaultInstance()).getModelsCount() < 2) {
        Thread.onSpinWait();
      }
      assertEquals("films", answering(stub, ""));
      assertEquals(Status.Code.NOT_FOUND, refusal(() -> answering(stub, "music")).getCode());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void badVersions_areShownAndNotServed_untilTheNamedDefaultComes() throws Exception {
    Files.createDirectories(models.resolve("broken/1"));
    RunningServer server = start(Map.of("default-model", "films"));
    ManagedChannel channel = connect(server);
    try (server) {
      AutoRecServiceBlockingStub stub = AutoRecServiceGrpc.newBlockingStub(channel);
      expectHealth(ServingStatus.NOT_SERVING, channel);
      assertEquals(
          "model.onnx: missing",
          stub.listModels(ListModelsRequest.getDefaultInstance()).getBadVersions(0).getReason());
      Iterator<HealthCheckResponse> health = watch(channel);
      assertEquals(ServingStatus.NOT_SERVING, health.next().getStatus());
      publish("books");
      assertEquals(ServingStatus.SERVING, health.next().getStatus());
      // Others are no default.
      assertEquals(Status.Code.NOT_FOUND, refusal(() -> answering(stub, "")).getCode());
      publish("films");
      while (stub.listModels(ListModelsRequest.getDefaultInstance()).getModelsCount() < 2) {
        Thread.onSpinWait();
      }
      assertEquals("films", answering(stub, ""));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void health_followsTheLastModel_whenItIsTakenAwayAndComesBack() throws Exception {
    publish("films");
    Path tokens = Files.writeString(folder.resolve("tokens"), "admin,metrics ops " + ADMIN);
    RunningServer server = start(Map.of("tokens", tokens, "metrics-port", -1));
    ManagedChannel channel = connect(server);
    try (server) {
      AdminServiceBlockingStub admin =
          TinyServer.withToken(AdminServiceGrpc.newBlockingStub(channel), ADMIN);
      ModelRef films = ModelRef.newBuilder().setName("films").build();
      for (int i = 0; i < 2; i++) {
        expectHealth(ServingStatus.SERVING, channel);
        Object unused = admin.unloadModel(UnloadModelRequest.newBuilder().setModel(films).build());
        expectHealth(ServingStatus.NOT_SERVING, channel);
        unused = admin.loadModel(LoadModelRequest.newBuilder().setModel(films).build());
      }
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void start_fails_whenAModelIsRequiredOrCouldNeverCome() throws Exception {
    for (Map<String, Object> settings :
        List.<Map<String, Object>>of(Map.of("require-model", true), Map.of("reload-seconds", 0))) {
      StartException e = assertThrows(StartException.class, () -> start(settings).close());
      assertTrue(String.valueOf(e.getMessage()).contains("holds no model"), "" + e);
    }
    publish("away");
    Files.writeString(models.resolve("away").resolve("serving.json"), "{\"unloaded\": true}");
    assertThrows(StartException.class, () -> start(Map.of("require-model", true)).close());
    Path tokens = Files.writeString(folder.resolve("tokens"), "admin ops " + ADMIN);
    RunningServer server = start(Map.of("reload-seconds", 0, "tokens", tokens));
    ManagedChannel channel = connect(server);
    try (server) {
      publish("films");
      LoadModelRequest films =
          LoadModelRequest.newBuilder().setModel(ModelRef.newBuilder().setName("films")).build();
      Object unused =
          TinyServer.withToken(AdminServiceGrpc.newBlockingStub(channel), ADMIN).loadModel(films);
      expectHealth(ServingStatus.SERVING, channel);
    } finally {
      channel.shutdownNow();
    }
  }
}
