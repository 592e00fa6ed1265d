package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.autorec.server.fixture.HeldModel;
import io.autorec.v1.PredictResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that meet a model whose worker is held up, with room for 8 rows in its queue. */
class BusyModelIT {
  private HeldModel model;

  @BeforeEach
  void start(@TempDir Path repository) throws Exception {
    model = HeldModel.unlimited(repository);
  }

  @AfterEach
  void stop() throws Exception {
    model.close();
  }

  @Test
  void predict_refusedWithRetryInfo_whenQueueIsFull() throws Exception {
    List<ListenableFuture<PredictResponse>> calls = new ArrayList<>();
    for (int i = 0; i <= HeldModel.QUEUE_ROWS; i++) {
      calls.add(model.call());
    }
    ListenableFuture<PredictResponse> refused = firstDone(calls);

    StatusRuntimeException e = HeldModel.refusal(refused);
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.getStatus().getCode());
    RetryInfo retry = StatusProto.fromThrowable(e).getDetails(0).unpack(RetryInfo.class);
    assertTrue(Durations.isPositive(retry.getRetryDelay()));

    model.release();
    for (ListenableFuture<PredictResponse> call : calls) {
      if (call != refused) {
        HeldModel.expectAnswer(call);
      }
    }
  }

  @Test
  void predict_expiresAlone_whenDeadlinePassesInQueue() throws Exception {
    ListenableFuture<PredictResponse> patient = model.call();
    ListenableFuture<PredictResponse> hurried =
        HeldModel.call(model.stub().withDeadlineAfter(100, TimeUnit.MILLISECONDS));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, HeldModel.refusal(hurried).getStatus().getCode());
    model.release();
    HeldModel.expectAnswer(patient);
  }

  @Test
  void predict_leavesOthersAlone_whenCallIsCancelledInQueue() throws Exception {
    ListenableFuture<PredictResponse> first = model.call();
    ListenableFuture<PredictResponse> cancelled = model.call();
    ListenableFuture<PredictResponse> last = model.call();

    cancelled.cancel(true);
    model.release();
    HeldModel.expectAnswer(first);
    HeldModel.expectAnswer(last);
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
