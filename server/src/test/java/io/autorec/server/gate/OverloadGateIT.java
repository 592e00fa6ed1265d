package io.autorec.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.autorec.server.fixture.HeldModel;
import io.autorec.server.fixture.RawBytes;
import io.autorec.server.metrics.CallCounts;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that lets two calls of a method in at a time, of a model whose worker is held up. */
class OverloadGateIT {
  private static final Duration TARGET = Duration.ofSeconds(3);

  private static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  private HeldModel model;

  @BeforeEach
  void start(@TempDir Path repository) throws Exception {
    // A clock that stands still: no call is late.
    OverloadGate overload = new OverloadGate(TARGET, 2, 2, () -> 0);
    model = open(repository, overload);
    // Calls that wait for a connection are sent in no order.
    model.awaitRead();
  }

  HeldModel open(Path repository, OverloadGate overload) throws Exception {
    return new HeldModel(repository, overload);
  }

  @AfterEach
  void stop() throws Exception {
    model.close();
  }

  @Test
  void call_isRefusedWithRetryInfo_whenTheServerIsFull() throws Exception {
    ListenableFuture<PredictResponse> first = model.call();
    ListenableFuture<PredictResponse> second = model.call();
    StatusRuntimeException refused = HeldModel.refusal(model.call());

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
    RetryInfo retry = StatusProto.fromThrowable(refused).getDetails(0).unpack(RetryInfo.class);
    assertEquals(TARGET.toMillis() + 1, Durations.toMillis(retry.getRetryDelay()));

    model.release();
    HeldModel.expectAnswer(first);
    HeldModel.expectAnswer(second);
    HeldModel.expectAnswer(model.call());
  }

  @Test
  void refusedCalls_areCountedAndLeaveNothingOpen_whenTheyAreManyTimesThoseOfAConnection()
      throws Exception {
    ListenableFuture<PredictResponse> first = model.call();
    ListenableFuture<PredictResponse> second = model.call();
    // A request may be written behind the headers of the next.
    model.awaitRead();
    int refused = 10 * HeldModel.MOST_CALLS;
    // Together more than a connection may have unread.
    PredictRequest large =
        PredictRequest.newBuilder()
            .setModel(ModelRef.newBuilder().setName("x".repeat(20_000)))
            .build();
    for (int i = 0; i < refused; i++) {
      StatusRuntimeException e = HeldModel.refusal(model.stub().predict(large));
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.getStatus().getCode());
    }
    // A call is counted after its last frame has been read.
    model.awaitRead();
    CallCounts.Method counts = model.counts(AutoRecServiceGrpc.getPredictMethod());
    assertEquals(refused, counts.ended(Status.Code.RESOURCE_EXHAUSTED.value()));
    assertEquals(2, counts.inFlight());
    model.release();
    HeldModel.expectAnswer(first);
    HeldModel.expectAnswer(second);
    HeldModel.expectAnswer(model.call());
  }

  @Test
  void refusedCall_isToldItsId_whenItCameWithOne() throws Exception {
    ListenableFuture<PredictResponse> first = model.call();
    ListenableFuture<PredictResponse> second = model.call();
    Metadata id = new Metadata();
    id.put(REQUEST_ID, "mine");
    StatusRuntimeException e =
        HeldModel.refusal(
            HeldModel.call(
                model.stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(id))));
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.getStatus().getCode());
    assertEquals("mine", requestId(e));
    model.release();
    HeldModel.expectAnswer(first);
    HeldModel.expectAnswer(second);
  }

  private static @Nullable String requestId(StatusRuntimeException e) {
    return Objects.requireNonNull(e.getTrailers()).get(REQUEST_ID);
  }

  @Test
  void otherMethodsAndHealth_areAnswered_whenTheServerIsFull() throws Exception {
    ListenableFuture<PredictResponse> first = model.call();
    ListenableFuture<PredictResponse> second = model.call();
    model.awaitRead();
    assertEquals(
        "by-user",
        model
            .stub()
            .getModel(GetModelRequest.getDefaultInstance())
            .get(10, TimeUnit.SECONDS)
            .getModel()
            .getModel()
            .getName());
    model.release();
    HeldModel.expectAnswer(first);
    HeldModel.expectAnswer(second);
  }

  @Test
  void cancelledCall_givesItsPlaceBack() throws Exception {
    ListenableFuture<PredictResponse> first = model.call();
    ListenableFuture<PredictResponse> second = model.call();
    model.awaitRead();
    second.cancel(true);
    model.awaitRead();
    ListenableFuture<PredictResponse> third = model.call();
    model.release();
    HeldModel.expectAnswer(first);
    HeldModel.expectAnswer(third);
  }

  @Test
  void callWithoutItsRequest_takesNoPlace() throws Exception {
    List<ClientCall<PredictRequest, PredictResponse>> opened = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ClientCall<PredictRequest, PredictResponse> call =
          model.channel().newCall(AutoRecServiceGrpc.getPredictMethod(), CallOptions.DEFAULT);
      call.start(new ClientCall.Listener<>() {}, new Metadata());
      opened.add(call);
    }
    model.awaitRead();
    ListenableFuture<PredictResponse> first = model.call();
    ListenableFuture<PredictResponse> second = model.call();
    model.release();
    HeldModel.expectAnswer(first);
    HeldModel.expectAnswer(second);
    opened.forEach(call -> call.cancel("not wanted", null));
  }

  @Test
  void callThatIsRefusedBeforeItsEnd_takesNoPlace() throws Exception {
    MethodDescriptor<PredictRequest, PredictResponse> predict =
        AutoRecServiceGrpc.getPredictMethod();
    for (int i = 0; i < 3; i++) {
      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  ClientCalls.blockingUnaryCall(
                      model.channel(),
                      predict.toBuilder(new RawBytes(), predict.getResponseMarshaller()).build(),
                      CallOptions.DEFAULT,
                      new byte[] {-1}));
      assertEquals(Status.Code.INVALID_ARGUMENT, e.getStatus().getCode());
    }
    ListenableFuture<PredictResponse> first = model.call();
    ListenableFuture<PredictResponse> second = model.call();
    model.release();
    HeldModel.expectAnswer(first);
    HeldModel.expectAnswer(second);
  }
}
