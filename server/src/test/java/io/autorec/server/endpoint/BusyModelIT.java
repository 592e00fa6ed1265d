package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.autorec.v1.PredictResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that meet a model whose worker is held up, with room for 8 rows in its queue. */
class BusyModelIT {
  private static final int QUEUE_ROWS = 8;

  private ModelCatalog catalog;
  private Server server;
  private ManagedChannel channel;
  private AutoRecServiceFutureStub stub;
  private HeldJob held;

  @BeforeEach
  void start(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "by-user", 1, Orientation.USER);
    SessionOptions options = new SessionOptions(DeviceChoice.CPU, 1, 1, QUEUE_ROWS, false);
    catalog =
        ModelCatalog.load(
            repository, "", 1, new ModelLoader(options, new QueueLimits(QUEUE_ROWS, 0)));
    Serving serving = new Serving();
    serving.open(catalog, new Limits(20, 50), Concurrency.UNLIMITED);
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new AutoRecEndpoint(serving))
            .build()
            .start();
    channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.getPort(), InsecureChannelCredentials.create())
            .build();
    stub = AutoRecServiceGrpc.newFutureStub(channel);
    held = HeldJob.holding(catalog.find("", 0).orElseThrow().rows());
  }

  @AfterEach
  void stop() throws Exception {
    held.release();
    channel.shutdownNow();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    catalog.close();
  }

  private static ListenableFuture<PredictResponse> call(AutoRecServiceFutureStub stub) {
    return stub.predict(Requests.predict(Requests.sparse("i0", 3)));
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
  void predict_refusedWithRetryInfo_whenQueueIsFull() throws Exception {
    List<ListenableFuture<PredictResponse>> calls = new ArrayList<>();
    for (int i = 0; i <= QUEUE_ROWS; i++) {
      calls.add(call(stub));
    }
    ListenableFuture<PredictResponse> refused = firstDone(calls);

    StatusRuntimeException e = refusal(refused);
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.getStatus().getCode());
    RetryInfo retry = StatusProto.fromThrowable(e).getDetails(0).unpack(RetryInfo.class);
    assertTrue(Durations.isPositive(retry.getRetryDelay()));

    held.release();
    for (ListenableFuture<PredictResponse> call : calls) {
      if (call != refused) {
        expectAnswer(call);
      }
    }
  }

  @Test
  void predict_expiresAlone_whenDeadlinePassesInQueue() throws Exception {
    ListenableFuture<PredictResponse> patient = call(stub);
    ListenableFuture<PredictResponse> hurried =
        call(stub.withDeadlineAfter(100, TimeUnit.MILLISECONDS));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, refusal(hurried).getStatus().getCode());
    held.release();
    expectAnswer(patient);
  }

  @Test
  void predict_leavesOthersAlone_whenCallIsCancelledInQueue() throws Exception {
    ListenableFuture<PredictResponse> first = call(stub);
    ListenableFuture<PredictResponse> cancelled = call(stub);
    ListenableFuture<PredictResponse> last = call(stub);

    cancelled.cancel(true);
    held.release();
    expectAnswer(first);
    expectAnswer(last);
  }

  private static ListenableFuture<PredictResponse> firstDone(
      List<ListenableFuture<PredictResponse>> calls) throws Exception {
    CompletableFuture<ListenableFuture<PredictResponse>> first = new CompletableFuture<>();
    for (ListenableFuture<PredictResponse> call : calls) {
      call.addListener(() -> first.complete(call), Runnable::run);
    }
    return first.get(10, TimeUnit.SECONDS);
  }
}
