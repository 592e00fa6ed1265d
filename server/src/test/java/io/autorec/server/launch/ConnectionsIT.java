package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.autorec.server.fixture.RawConnection;
import io.autorec.server.fixture.StreamCall;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.Rating;
import io.autorec.v1.RatingVector;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendStreamResponse;
import io.autorec.v1.SparseRatings;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConnectionsIT {
  private static final RecommendRequest RECOMMEND =
      RecommendRequest.newBuilder().setUserId("u0").build();

  @TempDir Path models;

  @Test
  void connections_areClosedAtOnce_whenThereAreTooMany() throws Exception {
    try (TinyServer server = new TinyServer(models, Map.of("max-connections", 2))) {
      AutoRecServiceGrpc.AutoRecServiceBlockingStub stub = server.stub();
      Object unused = stub.recommend(RECOMMEND);
      try (RawConnection second = new RawConnection(server.port()).greet()) {
        second.ping(1);
        second.awaitPings(1);
        for (int attempt = 0; attempt < 5; attempt++) {
          try (RawConnection third = new RawConnection(server.port())) {
            assertEquals("", third.end());
          }
        }
        unused = stub.recommend(RECOMMEND);
      }
      // As soon as the server has noticed.
      while (!answers(server)) {
        Thread.sleep(20);
      }
    }
  }

  private static boolean answers(TinyServer server) {
    try {
      return server.stub().recommend(RECOMMEND).hasModel();
    } catch (StatusRuntimeException e) {
      assertEquals(Status.Code.UNAVAILABLE, e.getStatus().getCode());
      return false;
    }
  }

  @Test
  void connection_isClosed_whenItPingsTooOften() throws Exception {
    try (TinyServer server = new TinyServer(models, Map.of());
        RawConnection connection = new RawConnection(server.port()).greet()) {
      connection.ping(10);
      assertEquals("too_many_pings", connection.end());
      assertTrue(answers(server));
    }
  }

  /** CVE-2026-33871. */
  @Test
  void connection_isClosed_whenItsHeadersNeverEnd() throws Exception {
    try (TinyServer server = new TinyServer(models, Map.of());
        RawConnection connection = new RawConnection(server.port()).greet()) {
      connection.neverEndHeaders(1000);
      // Fails if the server does not close; a reset may swallow what it says.
      String unused = connection.end();
      assertTrue(answers(server));
    }
  }

  @Test
  void connection_isClosed_whenItCancelsTooOften() throws Exception {
    try (TinyServer server = new TinyServer(models, Map.of("max-cancels-per-second", 10))) {
      ManagedChannel channel = server.connect();
      StreamCall<RecommendRequest, RecommendStreamResponse> standing =
          StreamCall.start(AutoRecServiceGrpc.newStub(channel)::recommendStream, true);
      standing.send(RECOMMEND);
      assertTrue(standing.take(1).get(0).hasResponse());
      for (int call = 0; call < 150; call++) {
        StreamCall<RecommendRequest, RecommendStreamResponse> cancelled =
            StreamCall.start(AutoRecServiceGrpc.newStub(channel)::recommendStream, true);
        cancelled.send(RECOMMEND);
        cancelled.cancel();
      }
      Status.Code end = standing.end();
      assertTrue(end == Status.Code.UNAVAILABLE || end == Status.Code.RESOURCE_EXHAUSTED, "" + end);
      assertTrue(answers(server));
    }
  }

  @Test
  void request_isRefused_whenItIsLargerThanAllowed() throws Exception {
    PredictRequest large =
        PredictRequest.newBuilder()
            .addVectors(
                RatingVector.newBuilder().setDenseBytes(ByteString.copyFrom(new byte[1 << 20])))
            .build();
    try (TinyServer server = new TinyServer(models, Map.of("max-message-mib", 1))) {
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> server.stub().predict(large));
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
    }
    try (TinyServer server = new TinyServer(models, Map.of("max-message-mib", 2))) {
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> server.stub().predict(large));
      assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    }
  }

  @Test
  void calls_areRefused_whenTheirConnectionDoesNotReadAnswers() throws Exception {
    Map<String, Integer> settings =
        Map.of("max-unread-mib", 1, "queue-rows", 200 * 256, "latency-target-millis", 0);
    try (TinyServer server = new TinyServer(models, settings)) {
      ManagedChannel slow =
          NettyChannelBuilder.forAddress("localhost", server.port())
              .usePlaintext()
              // Less than an answer: none ends before it is read, which would free its bytes.
              .flowControlWindow(4_096)
              .build();
      try {
        List<Unread> calls = new ArrayList<>();
        for (int call = 0; call < 200; call++) {
          calls.add(new Unread(slow));
        }
        // Each answer has 6 KB: 64 KiB leave the server, and a quarter of the MiB may wait in it.
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, firstEnd(calls, slow).getCode());
        assertTrue(answers(server));

        calls.forEach(Unread::read);
        Map<Status.Code, Long> ends =
            calls.stream()
                .map(call -> call.end.join().getCode())
                .collect(Collectors.groupingBy(code -> code, Collectors.counting()));
        long answered = ends.getOrDefault(Status.Code.OK, 0L);
        // What had no answer yet when reading began has one now.
        assertTrue(answered >= 35, ends.toString());
        assertEquals(200, answered + ends.getOrDefault(Status.Code.RESOURCE_EXHAUSTED, 0L));
        // What has been read no longer counts.
        Unread after = new Unread(slow);
        after.read();
        assertEquals(Status.Code.OK, after.end.get(30, TimeUnit.SECONDS).getCode());
      } finally {
        slow.shutdownNow();
      }
    }
  }

  private static Status firstEnd(List<Unread> calls, ManagedChannel channel) throws Exception {
    try {
      return (Status)
          CompletableFuture.anyOf(
                  calls.stream().map(call -> call.end).toArray(CompletableFuture<?>[]::new))
              .get(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      long begun = calls.stream().filter(call -> call.begun).count();
      throw new AssertionError(
          "no call ended: answers begun " + begun + ", channel " + channel.getState(false), e);
    }
  }

  /** A call whose answer is not read until it is told to. */
  private static final class Unread extends ClientCall.Listener<PredictResponse> {
    private static final PredictRequest LARGE = large();

    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final ClientCall<PredictRequest, PredictResponse> call;
    private volatile boolean begun;

    Unread(ManagedChannel channel) {
      call = channel.newCall(AutoRecServiceGrpc.getPredictMethod(), CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.sendMessage(LARGE);
      call.halfClose();
    }

    private static PredictRequest large() {
      PredictRequest.Builder request = PredictRequest.newBuilder();
      SparseRatings given =
          SparseRatings.newBuilder()
              .addRatings(Rating.newBuilder().setId("i0").setRating(3))
              .build();
      for (int vector = 0; vector < 256; vector++) {
        request.addVectors(RatingVector.newBuilder().setSparse(given));
      }
      return request.build();
    }

    void read() {
      call.request(2);
    }

    @Override
    public void onHeaders(Metadata headers) {
      begun = true;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }
  }
}
