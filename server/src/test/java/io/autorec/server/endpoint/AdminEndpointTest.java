package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.server.answer.Serving;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.LoadModelResponse;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdminEndpointTest {
  /** Notes what a call is told. */
  private record Told(List<String> what) implements StreamObserver<LoadModelResponse> {
    @Override
    public void onNext(LoadModelResponse answer) {
      what.add("answer");
    }

    @Override
    public void onError(Throwable thrown) {
      what.add("error");
    }

    @Override
    public void onCompleted() {
      what.add("end");
    }
  }

  @Test
  void change_isNotMade_whenItsCallWasCutOffWhileItWaited() {
    try (Serving serving = new Serving()) {
      AdminEndpoint endpoint = new AdminEndpoint(serving);
      Told told = new Told(new CopyOnWriteArrayList<>());
      CompletableFuture<Void> before = new CompletableFuture<>();
      serving.changes().execute(before::join);
      try (Context.CancellableContext call = Context.current().withCancellation()) {
        call.run(() -> endpoint.loadModel(LoadModelRequest.getDefaultInstance(), told));
      }
      before.complete(null);
      CompletableFuture.runAsync(() -> {}, serving.changes()).join();
      assertEquals(List.of(), told.what());
    }
  }
}
