package io.autorec.server.endpoint;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.BadRequest;
import io.autorec.server.fixture.RawBytes;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.RatingVector;
import io.autorec.v1.RecommendRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {
  private static final float NAN = Float.NaN;

  private ServedModels served;

  @BeforeAll
  void start(@TempDir Path repository) throws Exception {
    served = new ServedModels(repository);
  }

  @AfterAll
  void stop() {
    served.close();
  }

  private static List<String> fields(Executable call) throws Exception {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call);
    assertEquals(Status.Code.INVALID_ARGUMENT, e.getStatus().getCode(), e.toString());
    return StatusProto.fromThrowable(e)
        .getDetails(0)
        .unpack(BadRequest.class)
        .getFieldViolationsList()
        .stream()
        .map(BadRequest.FieldViolation::getField)
        .toList();
  }

  private List<String> predictFields(RatingVector... vectors) throws Exception {
    return fields(() -> served.stub().predict(Requests.predict(vectors)));
  }

  private List<String> recommendFields(RecommendRequest.Builder request) throws Exception {
    RecommendRequest built = request.setModel(ServedModels.BY_USER).build();
    return fields(() -> served.stub().recommend(built));
  }

  private static Status status(Executable call) {
    return assertThrows(StatusRuntimeException.class, call).getStatus();
  }

  @Test
  void predict_namesTheField_whenVectorsAreWrong() throws Exception {
    RatingVector good = Requests.sparse("i0", 3);
    assertEquals(List.of("vectors"), predictFields());
    RatingVector[] many = new RatingVector[21];
    java.util.Arrays.fill(many, good);
    assertEquals(List.of("vectors"), predictFields(many));
    assertEquals(List.of("vectors[1]"), predictFields(good, RatingVector.getDefaultInstance()));
    assertEquals(List.of("vectors[0].sparse.ratings"), predictFields(Requests.sparse()));
    assertEquals(List.of("vectors[0].sparse.ratings"), predictFields(Requests.sparse("x", 2)));
    assertEquals(
        List.of("vectors[2].sparse.ratings[1].rating"),
        predictFields(good, good, Requests.sparse("i0", 3, "i1", 5.5)));
    assertEquals(
        List.of("vectors[0].sparse.ratings[0].rating", "vectors[0].sparse.ratings[1].rating"),
        predictFields(Requests.sparse("i0", NAN, "i1", Float.POSITIVE_INFINITY)));
    assertEquals(
        List.of("vectors[0].sparse.ratings[1].id"),
        predictFields(Requests.sparse("i0", 3, "i0", 4)));
  }

  @Test
  void predict_namesTheField_whenDenseVectorsAreWrong() throws Exception {
    assertEquals(List.of("vectors[0].dense.values"), predictFields(Requests.dense(1, 2)));
    assertEquals(
        List.of("vectors[0].dense.values"), predictFields(Requests.dense(0, NAN, 0, NAN, NAN)));
    assertEquals(
        List.of("vectors[0].dense.values[1]", "vectors[0].dense.values[4]"),
        predictFields(Requests.dense(1, 9, 2, 0, Float.NEGATIVE_INFINITY)));
    assertEquals(List.of("vectors[0].dense_bytes"), predictFields(Requests.bytes(1, 2)));
    assertEquals(List.of("vectors[0].dense_bytes"), predictFields(Requests.bytes(NAN, 0, 0, 0, 0)));
    assertEquals(List.of("vectors[0].dense_bytes"), predictFields(Requests.bytes(1, 9, 2, 0, 0)));
  }

  @Test
  void predict_namesTheField_whenIdsOrModelAreWrong() throws Exception {
    PredictRequest good = Requests.predict(Requests.sparse("i0", 3));
    assertEquals(
        List.of("ids[1]"),
        fields(() -> served.stub().predict(good.toBuilder().addIds("i1").addIds("i1").build())));
    assertEquals(
        List.of("ids"),
        fields(() -> served.stub().predict(good.toBuilder().addIds("none").build())));
    assertEquals(
        List.of("output_encoding"),
        fields(() -> served.stub().predict(good.toBuilder().setOutputEncodingValue(9).build())));
    assertEquals(
        List.of("model.version"),
        fields(
            () ->
                served
                    .stub()
                    .predict(
                        good.toBuilder().setModel(ModelRef.newBuilder().setVersion(-1)).build())));
  }

  @Test
  void recommend_namesTheField_whenRequestIsWrong() throws Exception {
    assertEquals(List.of("subject"), recommendFields(RecommendRequest.newBuilder()));
    assertEquals(
        List.of("user_id", "top_n"),
        recommendFields(RecommendRequest.newBuilder().setUserId("").setTopN(0)));
    assertEquals(
        List.of("top_n"),
        recommendFields(RecommendRequest.newBuilder().setUserId("u0").setTopN(51)));
    assertEquals(
        List.of("ratings.ratings[0].rating"),
        recommendFields(RecommendRequest.newBuilder().setRatings(Requests.ratings("i0", 0))));
    assertEquals(
        List.of("candidate_ids[1]"),
        recommendFields(
            RecommendRequest.newBuilder()
                .setUserId("u0")
                .addCandidateIds("i3")
                .addCandidateIds("i3")));
    assertEquals(
        List.of("candidate_ids"),
        recommendFields(RecommendRequest.newBuilder().setUserId("u0").addCandidateIds("none")));
  }

  @Test
  void call_notFound_whenModelVersionOrUserIsUnknown() {
    for (ModelRef ref :
        List.of(
            ModelRef.newBuilder().setName("none").build(),
            ModelRef.newBuilder().setName("by-user").setVersion(6).build())) {
      assertEquals(
          Status.Code.NOT_FOUND,
          status(() -> served.stub().getModel(GetModelRequest.newBuilder().setModel(ref).build()))
              .getCode());
    }
    for (ModelRef ref : List.of(ServedModels.BY_ITEM, ServedModels.BY_USER)) {
      RecommendRequest request =
          RecommendRequest.newBuilder().setModel(ref).setUserId("stranger").build();
      assertEquals(Status.Code.NOT_FOUND, status(() -> served.stub().recommend(request)).getCode());
    }
  }

  @Test
  void recommend_saysWhatToDo_whenRatingsGoToAnItemBasedModel() {
    RecommendRequest request =
        RecommendRequest.newBuilder()
            .setModel(ServedModels.BY_ITEM)
            .setRatings(Requests.ratings("i0", 3))
            .build();

    Status status = status(() -> served.stub().recommend(request));

    assertEquals(Status.Code.FAILED_PRECONDITION, status.getCode());
    assertTrue(String.valueOf(status.getDescription()).contains("--orientation user"));
  }

  @Test
  void predict_saysWhatToDo_whenVectorsAreOfTheOtherOrientation() {
    for (ModelRef model : List.of(ServedModels.BY_ITEM, ServedModels.BY_USER)) {
      PredictRequest request =
          PredictRequest.newBuilder()
              .setModel(model)
              .setOrientation(
                  model.equals(ServedModels.BY_ITEM)
                      ? Orientation.ORIENTATION_USER
                      : Orientation.ORIENTATION_ITEM)
              .addVectors(Requests.sparse("i0", 3))
              .build();
      Status status = status(() -> served.stub().predict(request));
      assertEquals(Status.Code.FAILED_PRECONDITION, status.getCode());
      assertTrue(String.valueOf(status.getDescription()).contains("fold_in.pb"));
    }
  }

  @Test
  void recommend_namesTheField_whenNewRatingsStandBesideRatings() throws Exception {
    assertEquals(
        List.of("new_ratings"),
        recommendFields(
            RecommendRequest.newBuilder()
                .setRatings(Requests.ratings("i0", 3))
                .setNewRatings(Requests.ratings("i1", 3))));
  }

  @Test
  void call_isInvalid_whenRequestIsNoMessage() {
    for (MethodDescriptor<?, ?> method :
        List.of(AutoRecServiceGrpc.getPredictMethod(), HealthGrpc.getCheckMethod())) {
      Status status =
          status(
              () ->
                  ClientCalls.blockingUnaryCall(
                      served.channel(),
                      bytes(method),
                      CallOptions.DEFAULT,
                      new byte[] {0x0a, 3, (byte) 0xff, (byte) 0xfe}));

      assertEquals(Status.Code.INVALID_ARGUMENT, status.getCode(), status.toString());
    }
  }

  @Test
  void call_isInvalid_whenThereIsNoRequest() throws Exception {
    for (MethodDescriptor<?, ?> method :
        List.of(AutoRecServiceGrpc.getPredictMethod(), HealthGrpc.getCheckMethod())) {
      Status status = withoutRequest(bytes(method));

      assertEquals(Status.Code.INVALID_ARGUMENT, status.getCode(), status.toString());
    }
  }

  private <A> Status withoutRequest(MethodDescriptor<byte[], A> method) throws Exception {
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<byte[], A> call =
        served.channel().newCall(method, CallOptions.DEFAULT.withDeadlineAfter(10, SECONDS));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.halfClose();
    return end.get();
  }

  @Test
  void call_isTooLarge_whenItsRequestIsOnceItIsUnpacked() {
    PredictRequest request = PredictRequest.newBuilder().addIds("x".repeat((16 << 20) + 1)).build();

    Status status = status(() -> served.stub().withCompression("gzip").predict(request));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, status.getCode(), status.toString());
  }

  @Test
  void health_isNotFound_whenTheNameIsLargerThanTrailers() {
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder().setService("\u65e5".repeat(10_000)).build();

    Status status = status(() -> HealthGrpc.newBlockingStub(served.channel()).check(request));

    assertEquals(Status.Code.NOT_FOUND, status.getCode(), status.toString());
  }

  private static <A> MethodDescriptor<byte[], A> bytes(MethodDescriptor<?, A> method) {
    return method.toBuilder(new RawBytes(), method.getResponseMarshaller()).build();
  }

  @Test
  void lists_areBounded() throws Exception {
    RecommendRequest.Builder request =
        RecommendRequest.newBuilder().setRatings(Requests.ratings("i0", 3));
    for (int i = 0; i <= 10_005; i++) {
      request.addExcludeIds("x" + i).addCandidateIds("i0");
    }

    assertEquals(List.of("exclude_ids", "candidate_ids"), recommendFields(request));
  }

  @Test
  void call_isInvalid_whenTheRequestIsLargerThanAnyThatCouldBeRight() {
    String blob = "x".repeat(2 << 20);
    List<Executable> calls =
        List.of(
            () ->
                served
                    .stub()
                    .getModel(
                        GetModelRequest.newBuilder()
                            .setModel(ModelRef.newBuilder().setName(blob))
                            .build()),
            () ->
                served.stub().recommend(RecommendRequest.newBuilder().addExcludeIds(blob).build()),
            () ->
                served
                    .stub()
                    .predict(PredictRequest.newBuilder().addIds(blob + blob + blob).build()));
    // 256 KiB, and of 10,005 ids of 2 bytes: 4 lists of a Recommend, 21 of a Predict.
    List<String> limits = List.of("262144 bytes", "982504 bytes", "4044034 bytes");
    for (int i = 0; i < calls.size(); i++) {
      Status status = status(calls.get(i));
      assertEquals(Status.Code.INVALID_ARGUMENT, status.getCode(), status.toString());
      assertTrue(String.valueOf(status.getDescription()).contains(limits.get(i)), "" + status);
    }
  }
}
