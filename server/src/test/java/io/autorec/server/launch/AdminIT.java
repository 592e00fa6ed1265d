package io.autorec.server.launch;

import static io.autorec.server.launch.AdminCalls.ADMIN;
import static io.autorec.server.launch.AdminCalls.APP;
import static io.autorec.server.launch.AdminCalls.admin;
import static io.autorec.server.launch.AdminCalls.answering;
import static io.autorec.server.launch.AdminCalls.asking;
import static io.autorec.server.launch.AdminCalls.label;
import static io.autorec.server.launch.AdminCalls.load;
import static io.autorec.server.launch.AdminCalls.refusal;
import static io.autorec.server.launch.AdminCalls.unload;
import static io.autorec.server.launch.AdminCalls.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.ListModelsResponse;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.ServedVersions;
import io.autorec.v1.UnloadModelRequest;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of versions 1 and 2 of one model, of which it serves the newest. */
@Timeout(120)
class AdminIT {
  @TempDir Path folder;
  @TempDir Path models;

  @BeforeEach
  void publish() throws Exception {
    TinyModel.write(models, "tiny", 2, Orientation.USER);
    Files.write(
        folder.resolve("tokens"), List.of("predict app " + APP, "admin,predict ops " + ADMIN));
  }

  private TinyServer server() throws Exception {
    return new TinyServer(models, Map.of("tokens", folder.resolve("tokens"), "reload-seconds", 1));
  }

  @Test
  void service_isNotThere_whenNoTokenIsForIt() throws Exception {
    Files.writeString(folder.resolve("tokens"), "predict ops " + ADMIN + "\n");
    try (TinyServer server = server()) {
      refusal(Status.Code.UNIMPLEMENTED, () -> unload(admin(server), 2));
    }
    try (TinyServer server = new TinyServer(models, Map.of())) {
      refusal(Status.Code.UNIMPLEMENTED, () -> unload(admin(server), 2));
    }
  }

  @Test
  void service_isForItsTokenAlone() throws Exception {
    try (TinyServer server = server()) {
      AdminServiceBlockingStub app =
          TinyServer.withToken(AdminServiceGrpc.newBlockingStub(server.connect()), APP);
      refusal(Status.Code.PERMISSION_DENIED, () -> unload(app, 2));
      assertEquals(2, answering(server.stub(APP), ""));
    }
  }

  @Test
  void unload_goesBack_withoutAFailedCall_andForGood() throws Exception {
    try (TinyServer server = server()) {
      AtomicBoolean enough = new AtomicBoolean();
      List<CompletableFuture<Boolean>> callers = new ArrayList<>();
      for (int caller = 0; caller < 3; caller++) {
        AutoRecServiceBlockingStub stub = server.stub(APP);
        callers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  while (!enough.get()) {
                    long unused = answering(stub, "");
                  }
                  return true;
                }));
      }
      AdminServiceBlockingStub admin = admin(server);
      for (int i = 0; i < 5; i++) {
        assertEquals(List.of(1L), unload(admin, 2).getVersionsList());
        assertEquals(1, answering(server.stub(APP), ""));
        assertEquals(2, load(admin, 2).getMainVersion());
        assertEquals(2, answering(server.stub(APP), ""));
      }
      ServedVersions back = unload(admin, 2);
      assertEquals(1, back.getMainVersion());
      assertEquals(List.of(2L), back.getPolicy().getWithdrawnList());
      assertEquals(back, unload(admin, 2));
      enough.set(true);
      for (CompletableFuture<Boolean> caller : callers) {
        assertTrue(caller.get());
      }
    }
    try (TinyServer server = server()) {
      assertEquals(1, answering(server.stub(APP), ""));
    }
  }

  @Test
  void labels_nameVersions_andMoveOnceTheyAreLoaded() throws Exception {
    try (TinyServer server = server()) {
      AdminServiceBlockingStub admin = admin(server);
      AutoRecServiceBlockingStub stub = server.stub(APP);
      refusal(Status.Code.NOT_FOUND, () -> answering(stub, "stable"));
      assertEquals(List.of(1L, 2L), label(admin, 1, "stable").getVersionsList());
      Map<String, Long> both = Map.of("stable", 1L, "canary", 2L);
      assertEquals(both, label(admin, 2, "canary").getLabelsMap());
      assertEquals(1, answering(stub, "stable"));
      assertEquals(2, answering(stub, "canary"));
      assertEquals(2, answering(stub, ""));
      ListModelsResponse listed = stub.listModels(ListModelsRequest.getDefaultInstance());
      assertEquals(List.of("stable"), listed.getModels(0).getLabelsList());
      assertEquals(List.of("canary"), listed.getModels(1).getLabelsList());

      Status inUse = refusal(Status.Code.FAILED_PRECONDITION, () -> unload(admin, 1));
      assertTrue(String.valueOf(inUse.getDescription()).contains("\"stable\""), inUse.toString());
      assertEquals(Map.of("stable", 2L, "canary", 2L), label(admin, 2, "stable").getLabelsMap());
      assertEquals(2, answering(stub, "stable"));
      // Nothing wants version 1 any more.
      assertEquals(List.of(2L), label(admin, 0, "canary").getVersionsList());
      refusal(Status.Code.NOT_FOUND, () -> answering(stub, "canary"));
      refusal(Status.Code.INVALID_ARGUMENT, () -> label(admin, 2, "Stable!"));
      refusal(
          Status.Code.INVALID_ARGUMENT,
          () ->
              stub.recommend(
                  asking("stable").toBuilder()
                      .setModel(version(2).toBuilder().setLabel("stable"))
                      .build()));
    }
  }

  @Test
  void load_servesAnOldVersionBesideTheNewest() throws Exception {
    try (TinyServer server = server()) {
      ServedVersions served = load(admin(server), 1);
      assertEquals(List.of(1L, 2L), served.getVersionsList());
      assertEquals(2, served.getMainVersion());
      assertEquals(List.of(1L), served.getPolicy().getAlsoList());
    }
  }

  @Test
  void load_changesNothing_whenTheVersionIsBadOrMissing() throws Exception {
    Path bad = TinyModel.write(models, "tiny", 3, Orientation.USER);
    Files.writeString(bad.resolve("ratings.pb"), "damaged");
    Files.createDirectories(models.resolve("tiny/4"));
    try (TinyServer server = server()) {
      AdminServiceBlockingStub admin = admin(server);
      Status refused = refusal(Status.Code.FAILED_PRECONDITION, () -> label(admin, 3, "canary"));
      assertTrue(String.valueOf(refused.getDescription()).contains("ratings.pb"), "" + refused);
      // Of several that are bad, what is wrong with the one that was asked for.
      refused = refusal(Status.Code.FAILED_PRECONDITION, () -> load(admin, 3));
      assertTrue(String.valueOf(refused.getDescription()).contains("version 3: r"), "" + refused);
      // What cannot be done is not written, not even for a moment.
      assertFalse(Files.exists(models.resolve("tiny/serving.json")));
      refusal(Status.Code.NOT_FOUND, () -> load(admin, 9));
      // Nothing good would be left.
      assertEquals(List.of(1L), unload(admin, 2).getVersionsList());
      refusal(Status.Code.FAILED_PRECONDITION, () -> unload(admin, 1));
      assertEquals(1, answering(server.stub(APP), ""));
    }
  }

  @Test
  void model_goesAndComesBack_withItsLabels_alsoAfterARestart() throws Exception {
    try (TinyServer server = server()) {
      AdminServiceBlockingStub admin = admin(server);
      Map<String, Long> labels = label(admin, 1, "stable").getLabelsMap();
      assertEquals(List.of(), unload(admin, 0).getVersionsList());
      Status first = refusal(Status.Code.FAILED_PRECONDITION, () -> label(admin, 2, "canary"));
      assertTrue(String.valueOf(first.getDescription()).contains("unloaded"), first.toString());
      refusal(Status.Code.NOT_FOUND, () -> answering(server.stub(APP), ""));
      refusal(Status.Code.NOT_FOUND, () -> answering(server.stub(APP), "stable"));
      ServedVersions back = load(admin, 0);
      assertEquals(2, back.getMainVersion());
      assertEquals(labels, back.getLabelsMap());
      assertEquals(2, answering(server.stub(APP), ""));
      assertEquals(List.of(), unload(admin, 0).getVersionsList());
    }
    // Its only model: a server of none, which can have it back.
    try (TinyServer server = server()) {
      refusal(Status.Code.NOT_FOUND, () -> answering(server.stub(APP), ""));
      assertEquals(2, load(admin(server), 0).getMainVersion());
      assertEquals(1, answering(server.stub(APP), "stable"));
    }
  }

  @Test
  void unload_isRefused_whenItNamesNoModel() throws Exception {
    try (TinyServer server = server()) {
      AdminServiceBlockingStub admin = admin(server);
      Status refused =
          refusal(
              Status.Code.INVALID_ARGUMENT,
              () -> admin.unloadModel(UnloadModelRequest.getDefaultInstance()));
      assertTrue(String.valueOf(refused.getDescription()).startsWith("model.name: "), "" + refused);
      assertEquals(2, answering(server.stub(APP), ""));
    }
  }

  @Test
  void pages_goOnWithTheirVersion_whenTheLabelMoves() throws Exception {
    try (TinyServer server = server()) {
      AdminServiceBlockingStub admin = admin(server);
      AutoRecServiceBlockingStub stub = server.stub(APP);
      ServedVersions unused = label(admin, 1, "stable");
      RecommendRequest first = asking("stable").toBuilder().setTopN(1).build();
      RecommendResponse page = stub.recommend(first);
      unused = load(admin, 1);
      unused = label(admin, 2, "stable");
      RecommendRequest second = first.toBuilder().setPageToken(page.getNextPageToken()).build();
      assertEquals(1, stub.recommend(second).getModel().getVersion());
      assertEquals(2, answering(stub, "stable"));
    }
  }

  /** Writes the model's file at once, as an editor does. */
  private void write(String policy) throws Exception {
    Path draft = Files.writeString(folder.resolve("draft"), policy);
    Files.move(
        draft,
        models.resolve("tiny/serving.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void badFile_changesNothing_andIsShown_untilItIsMended() throws Exception {
    try (TinyServer server = server()) {
      AutoRecServiceBlockingStub stub = server.stub(APP);
      write("{\"version\": [1]}");
      ListModelsResponse listed;
      do {
        listed = stub.listModels(ListModelsRequest.getDefaultInstance());
      } while (listed.getBadVersionsCount() == 0);
      assertEquals(0, listed.getBadVersions(0).getModel().getVersion());
      String why = listed.getBadVersions(0).getReason();
      assertTrue(why.startsWith("serving.json: ") && why.contains("version"), why);
      assertEquals(2, answering(stub, ""));
      refusal(Status.Code.FAILED_PRECONDITION, () -> load(admin(server), 1));

      write("{\"versions\": [1]}");
      while (answering(stub, "") != 1) {
        Thread.onSpinWait();
      }
      // A refresh forgets what was bad at its end.
      while (stub.listModels(ListModelsRequest.getDefaultInstance()).getBadVersionsCount() > 0) {
        Thread.onSpinWait();
      }
    }
  }
}
