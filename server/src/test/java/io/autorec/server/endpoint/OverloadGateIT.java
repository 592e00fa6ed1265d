package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.HeldJob;
import io.autorec.server.fixture.TinyModel;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.ModelLoader;
import io.autorec.server.repository.QueueLimits;
import io.autorec.server.request.Limits;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceFutureStub;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that lets two calls of a method in at a time, of a model whose worker is held up. */
class OverloadGateIT {
  private static final Duration TARGET = Duration.ofSeconds(3);

  private final Serving serving = new Serving();
  private ModelCatalog catalog;
  private Server server;
  private ManagedChannel channel;
  private AutoRecServiceFutureStub stub;
  private HeldJob held;

  @BeforeEach
  void start(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "by-user", 1, Orientation.USER);
    SessionOptions options = new SessionOptions(DeviceChoice.CPU, 1, 1, 8, false);
    catalog = ModelCatalog.load(repository, "", 1, new ModelLoader(options, new QueueLimits(8, 0)));
    // A clock that stands still: no call is late.
    serving.open(catalog, new Limits(20, 50), new Concurrency(TARGET, 2, 2, () -> 0));
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .directExecutor()
            .intercept(new OverloadGate(serving))
            .addService(new StrictMessages(new AutoRecEndpoint(serving), serving))
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
    channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.getPort(), InsecureChannelCredentials.create())
            .build();
    stub = AutoRecServiceGrpc.newFutureStub(channel);
    held = HeldJob.holding(catalog.find("", 0).orElseThrow().rows());
    // Calls that wait for a connection are sent in no order.
    awaitRead();
  }

  @AfterEach
  void stop() throws Exception {
    held.release();
    channel.shutdownNow();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    catalog.close();
    serving.close();
  }

  private ListenableFuture<PredictResponse> call() {
    return stub.predict(Requests.predict(Requests.sparse("i0", 3)));
  }

  /** Waits until the server has read what was sent before: it reads a connection in order. */
  private void awaitRead() {
    var unused =
        HealthGrpc.newBlockingStub(channel)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .check(HealthCheckRequest.getDefaultInstance());
  }

  private static StatusRuntimeException refusal(ListenableFuture<PredictResponse> call) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
    return assertInstanceOf(StatusRuntimeException.class, e.getCause());
  }

  private static void expectAnswer(ListenableFuture<PredictResponse> call) throws Exception {
    assertEquals(1, call.get(10, TimeUnit.SECONDS).getPredictionsCount());
  }

  @Test
  void call_isRefusedWithRetryInfo_whenTheServerIsFull() throws Exception {
    ListenableFuture<PredictResponse> first = call();
    ListenableFuture<PredictResponse> second = call();
    StatusRuntimeException refused = refusal(call());

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
    RetryInfo retry = StatusProto.fromThrowable(refused).getDetails(0).unpack(RetryInfo.class);
    assertEquals(TARGET.toMillis() + 1, Durations.toMillis(retry.getRetryDelay()));

    held.release();
    expectAnswer(first);
    expectAnswer(second);
    expectAnswer(call());
  }

  @Test
  void otherMethodsAndHealth_areAnswered_whenTheServerIsFull() throws Exception {
    ListenableFuture<PredictResponse> first = call();
    ListenableFuture<PredictResponse> second = call();
    awaitRead();
    assertEquals(
        "by-user",
        stub.getModel(GetModelRequest.getDefaultInstance())
            .get(10, TimeUnit.SECONDS)
            .getModel()
            .getModel()
            .getName());
    held.release();
    expectAnswer(first);
    expectAnswer(second);
  }

  @Test
  void cancelledCall_givesItsPlaceBack() throws Exception {
    ListenableFuture<PredictResponse> first = call();
    ListenableFuture<PredictResponse> second = call();
    awaitRead();
    second.cancel(true);
    awaitRead();
    ListenableFuture<PredictResponse> third = call();
    held.release();
    expectAnswer(first);
    expectAnswer(third);
  }

  @Test
  void callWithoutItsRequest_takesNoPlace() throws Exception {
    List<ClientCall<PredictRequest, PredictResponse>> opened = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ClientCall<PredictRequest, PredictResponse> call =
          channel.newCall(AutoRecServiceGrpc.getPredictMethod(), CallOptions.DEFAULT);
      call.start(new ClientCall.Listener<>() {}, new Metadata());
      opened.add(call);
    }
    awaitRead();
    ListenableFuture<PredictResponse> first = call();
    ListenableFuture<PredictResponse> second = call();
    held.release();
    expectAnswer(first);
    expectAnswer(second);
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
                      channel,
                      predict.toBuilder(new RawBytes(), predict.getResponseMarshaller()).build(),
                      CallOptions.DEFAULT,
                      new byte[] {-1}));
      assertEquals(Status.Code.INVALID_ARGUMENT, e.getStatus().getCode());
    }
    ListenableFuture<PredictResponse> first = call();
    ListenableFuture<PredictResponse> second = call();
    held.release();
    expectAnswer(first);
    expectAnswer(second);
  }
}
