package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.GetModelResponse;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.ModelInfo;
import io.autorec.v1.SimilarItem;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarItemsResponse;
import io.autorec.v1.SimilarUser;
import io.autorec.v1.SimilarUsersRequest;
import io.autorec.v1.SimilarUsersResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServicesIT {
  private ServedModels served;

  @BeforeAll
  void start(@TempDir Path repository) throws Exception {
    served = new ServedModels(repository);
  }

  @AfterAll
  void stop() {
    served.close();
  }

  @Test
  void listModels_showsAllByName_withTheFirstAsDefault() {
    List<ModelInfo> models =
        served.stub().listModels(ListModelsRequest.getDefaultInstance()).getModelsList();

    assertEquals(
        List.of("by-item", "by-item-fitting", "by-user", "by-user-fitting"),
        models.stream().map(model -> model.getModel().getName()).toList());
    assertTrue(models.get(0).getDefault());
    assertFalse(models.get(1).getDefault());
    assertEquals("cpu", models.get(0).getDevice());
  }

  @Test
  void similarUsers_areNearestByDecoderWeights_whenTheModelIsItemBased() {
    // u0 (1, 1), u1 (-1, 0.5), u2 (0, 0).
    SimilarUsersResponse response =
        served
            .stub()
            .similarUsers(
                SimilarUsersRequest.newBuilder()
                    .setModel(ServedModels.BY_ITEM_FITTING)
                    .setUserId("u0")
                    .build());

    assertEquals(
        List.of("u2", "u1"), response.getUsersList().stream().map(SimilarUser::getUserId).toList());
    assertEquals(0, response.getUsers(0).getSimilarity());
    assertEquals(-0.5 / Math.sqrt(2 * 1.25), response.getUsers(1).getSimilarity(), 1e-6f);
  }

  @Test
  void similarUsersAndItems_changeSides_whenTheModelIsUserBased() {
    // u0 (1, 0.5), u1 (-0.5, 1): at right angles. i0 (1, 0), i3 (-1, 0.25).
    SimilarUsersResponse users =
        served
            .stub()
            .similarUsers(
                SimilarUsersRequest.newBuilder()
                    .setModel(ServedModels.BY_USER_FITTING)
                    .setUserId("u0")
                    .setTopN(1)
                    .build());
    assertEquals("u1", users.getUsers(0).getUserId());
    assertEquals(0, users.getUsers(0).getSimilarity(), 1e-6f);
    SimilarItemsResponse items =
        served
            .stub()
            .similarItems(
                SimilarItemsRequest.newBuilder()
                    .setModel(ServedModels.BY_USER_FITTING)
                    .setItemId("i0")
                    .build());
    assertEquals("i1", items.getItems(0).getItemId());
    assertEquals(Math.sqrt(0.5), items.getItems(0).getSimilarity(), 1e-6f);
    assertEquals("i3", items.getItems(3).getItemId());
  }

  @Test
  void similarItems_areNearestByCode_withoutTheItemItself() {
    SimilarItemsResponse response =
        served
            .stub()
            .similarItems(
                SimilarItemsRequest.newBuilder()
                    .setModel(ServedModels.BY_ITEM_FITTING)
                    .setItemId("i0")
                    .setTopN(3)
                    .build());

    // The codes: i0 (1, 0), i1 (1/2, 1/2), i2 (0, 1), i3 (1, 1), i4 (1/4, 0).
    assertEquals(
        List.of("i4", "i1", "i3"),
        response.getItemsList().stream().map(SimilarItem::getItemId).toList());
    assertEquals(1, response.getItems(0).getSimilarity(), 1e-6f);
    assertEquals(Math.sqrt(0.5), response.getItems(1).getSimilarity(), 1e-6f);
    assertEquals("Four", response.getItems(0).getTitle());
  }

  @Test
  void similarItems_refuses_whenItCannotAnswer() {
    SimilarItemsRequest request =
        SimilarItemsRequest.newBuilder()
            .setModel(ServedModels.BY_ITEM_FITTING)
            .setItemId("i0")
            .build();
    assertEquals(Status.Code.NOT_FOUND, refusal(request.toBuilder().setItemId("none").build()));
    assertEquals(Status.Code.INVALID_ARGUMENT, refusal(request.toBuilder().setItemId("").build()));
    assertEquals(Status.Code.INVALID_ARGUMENT, refusal(request.toBuilder().setTopN(51).build()));
    assertEquals(
        Status.Code.FAILED_PRECONDITION,
        refusal(request.toBuilder().setModel(ServedModels.BY_USER).build()));
  }

  private Status.Code refusal(SimilarItemsRequest request) {
    return assertThrows(StatusRuntimeException.class, () -> served.stub().similarItems(request))
        .getStatus()
        .getCode();
  }

  @Test
  void getModel_showsVocabularies_whenAskedFor() {
    GetModelResponse without = served.stub().getModel(GetModelRequest.getDefaultInstance());
    GetModelResponse with =
        served.stub().getModel(GetModelRequest.newBuilder().setIncludeVocabulary(true).build());

    assertEquals(3, without.getModel().getModel().getVersion());
    assertEquals(3, without.getModel().getManifest().getWidth());
    assertFalse(without.hasUsers());
    assertEquals(TinyModel.USERS, with.getUsers().getIdsList());
    assertEquals(TinyModel.ITEMS, with.getItems().getIdsList());
  }

  @Test
  void health_serving_forProcessAndService() {
    for (String service : List.of("", AutoRecServiceGrpc.SERVICE_NAME)) {
      assertEquals(
          ServingStatus.SERVING,
          HealthGrpc.newBlockingStub(served.channel())
              .check(HealthCheckRequest.newBuilder().setService(service).build())
              .getStatus());
    }
  }

  @Test
  void reflection_listsTheService() throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> call =
        ServerReflectionGrpc.newStub(served.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable thrown) {
                    answer.completeExceptionally(thrown);
                  }

                  @Override
                  public void onCompleted() {}
                });
    call.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

    List<String> services =
        answer.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList().stream()
            .map(io.grpc.reflection.v1.ServiceResponse::getName)
            .toList();
    call.onCompleted();

    assertTrue(services.contains(AutoRecServiceGrpc.SERVICE_NAME), services.toString());
    assertTrue(services.contains("grpc.reflection.v1alpha.ServerReflection"), services.toString());
  }
}
