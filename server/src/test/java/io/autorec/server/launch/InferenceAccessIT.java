package io.autorec.server.launch;

import static io.autorec.server.launch.AdminCalls.ADMIN;
import static io.autorec.server.launch.AdminCalls.APP;
import static io.autorec.server.launch.AdminCalls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelReadyRequest;
import io.autorec.inference.ModelRepositoryParameter;
import io.autorec.inference.RepositoryIndexRequest;
import io.autorec.inference.RepositoryIndexResponse.ModelIndex;
import io.autorec.inference.RepositoryModelLoadRequest;
import io.autorec.inference.RepositoryModelUnloadRequest;
import io.autorec.inference.ServerLiveRequest;
import io.autorec.inference.ServerReadyRequest;
import io.autorec.server.fixture.TinyServer;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what by the Open Inference Protocol. */
@Timeout(120)
class InferenceAccessIT {
  private static final RepositoryModelLoadRequest LOAD =
      RepositoryModelLoadRequest.newBuilder().setModelName("tiny").build();
  private static final RepositoryModelUnloadRequest UNLOAD =
      RepositoryModelUnloadRequest.newBuilder()
          .setModelName("tiny")
          .putParameters(
              "unload_dependents",
              ModelRepositoryParameter.newBuilder().setBoolParam(false).build())
          .build();

  @TempDir Path folder;
  @TempDir Path models;

  private TinyServer server(String... tokens) throws Exception {
    return new TinyServer(
        models, Map.of("tokens", Files.write(folder.resolve("tokens"), List.of(tokens))));
  }

  private static GRPCInferenceServiceBlockingStub anybody(TinyServer server) {
    return GRPCInferenceServiceGrpc.newBlockingStub(server.connect());
  }

  private static GRPCInferenceServiceBlockingStub known(TinyServer server, String token) {
    return TinyServer.withToken(anybody(server), token);
  }

  private static boolean isReady(GRPCInferenceServiceBlockingStub stub) {
    return stub.modelReady(ModelReadyRequest.newBuilder().setName("tiny").build()).getReady();
  }

  @Test
  void probes_needNoToken_andAllElseDoes() throws Exception {
    try (TinyServer server = server("predict app " + APP, "admin ops " + ADMIN)) {
      GRPCInferenceServiceBlockingStub anybody = anybody(server);
      assertTrue(anybody.serverLive(ServerLiveRequest.getDefaultInstance()).getLive());
      assertTrue(anybody.serverReady(ServerReadyRequest.getDefaultInstance()).getReady());
      refusal(Status.Code.UNAUTHENTICATED, () -> isReady(anybody));
      ModelInferRequest infer = ModelInferRequest.getDefaultInstance();
      refusal(Status.Code.UNAUTHENTICATED, () -> anybody.modelInfer(infer));
      refusal(Status.Code.PERMISSION_DENIED, () -> known(server, ADMIN).modelInfer(infer));
      refusal(Status.Code.INVALID_ARGUMENT, () -> known(server, APP).modelInfer(infer));
      assertTrue(isReady(known(server, APP)));
      refusal(Status.Code.UNAUTHENTICATED, () -> anybody.repositoryModelUnload(UNLOAD));
      refusal(
          Status.Code.PERMISSION_DENIED, () -> known(server, APP).repositoryModelUnload(UNLOAD));
      assertTrue(isReady(known(server, APP)));
    }
  }

  @Test
  void models_areUnloadedAndLoaded_byAdministrators() throws Exception {
    try (TinyServer server = server("predict app " + APP, "admin ops " + ADMIN)) {
      GRPCInferenceServiceBlockingStub app = known(server, APP);
      GRPCInferenceServiceBlockingStub admin = known(server, ADMIN);

      var unused = admin.repositoryModelUnload(UNLOAD);

      assertFalse(isReady(app));
      assertFalse(app.serverReady(ServerReadyRequest.getDefaultInstance()).getReady());
      assertEquals(
          List.of(),
          app.repositoryIndex(RepositoryIndexRequest.getDefaultInstance()).getModelsList());

      var unusedToo = admin.repositoryModelLoad(LOAD);

      assertTrue(isReady(app));
      assertEquals(
          List.of(
              ModelIndex.newBuilder().setName("tiny").setVersion("1").setState("READY").build()),
          app.repositoryIndex(RepositoryIndexRequest.getDefaultInstance()).getModelsList());
      refusal(
          Status.Code.NOT_FOUND,
          () -> admin.repositoryModelLoad(LOAD.toBuilder().setModelName("none").build()));
      refusal(
          Status.Code.INVALID_ARGUMENT,
          () -> admin.repositoryModelUnload(UNLOAD.toBuilder().clearModelName().build()));
      Status parameters =
          refusal(
              Status.Code.INVALID_ARGUMENT,
              () ->
                  admin.repositoryModelLoad(
                      LOAD.toBuilder()
                          .putParameters("config", ModelRepositoryParameter.getDefaultInstance())
                          .build()));
      assertEquals(
          "parameters: 1 (expected: none, since a model comes as its folder says)",
          parameters.getDescription());
    }
  }

  @Test
  void changes_areNotThere_whenNoTokenIsForThem() throws Exception {
    try (TinyServer server = server("predict app " + APP)) {
      refusal(Status.Code.UNIMPLEMENTED, () -> known(server, APP).repositoryModelUnload(UNLOAD));
    }
    try (TinyServer server = new TinyServer(models, Map.of())) {
      refusal(Status.Code.UNIMPLEMENTED, () -> anybody(server).repositoryModelLoad(LOAD));
      assertTrue(isReady(anybody(server)));
    }
  }

  @Test
  void badVersions_areListed_withTheirReason() throws Exception {
    Path bad = Files.createDirectories(models.resolve("tiny").resolve("7"));
    Files.writeString(bad.resolve("model.onnx"), "damaged");
    try (TinyServer server = new TinyServer(models, Map.of())) {
      List<ModelIndex> all =
          anybody(server)
              .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
              .getModelsList();
      assertEquals(List.of("1", "7"), all.stream().map(ModelIndex::getVersion).toList());
      assertEquals("UNAVAILABLE", all.get(1).getState());
      assertFalse(all.get(1).getReason().isEmpty());
      assertEquals(
          1,
          anybody(server)
              .repositoryIndex(RepositoryIndexRequest.newBuilder().setReady(true).build())
              .getModelsCount());
    }
  }
}
