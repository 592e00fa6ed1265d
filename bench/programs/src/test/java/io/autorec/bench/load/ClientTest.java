package io.autorec.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceImplBase;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientTest {
  private static final String BAD = "bad";

  private Server server;

  @BeforeEach
  void serve() throws Exception {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Pairs())
            .build()
            .start();
  }

  @AfterEach
  void close() {
    Server unused = server.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "localhost:1 ", "::1", "foo://x:1", "localhost:99999"})
  void of_refusesWhatIsNoAddress(String target) {
    Workload<?, ?> workload = workload("a");
    BenchException failure =
        assertThrows(BenchException.class, () -> new Client<>(target, workload));
    assertEquals("'" + target + "': no address (expected: HOST:PORT)", failure.getMessage());
  }

  @Test
  void answers_areInTheOrderOfTheRequests_thoughTwoAreInFlight() throws Exception {
    try (Client<RecommendRequest, RecommendResponse> client = client("a", "b", "c", "d")) {
      assertEquals(
          List.of("a", "b", "c", "d"),
          client.answers(2).stream()
              .map(answer -> answer.getRecommendations(0).getItemId())
              .toList());
    }
  }

  @Test
  void answers_nameTheServer_whenACallFails() throws Exception {
    try (Client<RecommendRequest, RecommendResponse> client = client(BAD)) {
      BenchException failure = assertThrows(BenchException.class, () -> client.answers(1));
      String expected =
          "localhost:" + server.getPort() + ": a call failed: NOT_FOUND: no such user";
      assertEquals(expected, failure.getMessage());
    }
  }

  private Client<RecommendRequest, RecommendResponse> client(String... users)
      throws BenchException {
    return new Client<>("localhost:" + server.getPort(), workload(users));
  }

  private static Workload<RecommendRequest, RecommendResponse> workload(String... users) {
    List<RecommendRequest> requests =
        Stream.of(users)
            .map(user -> RecommendRequest.newBuilder().setUserId(user).build())
            .toList();
    return new Workload<>(
        Methods.RECOMMEND, requests, answer -> true, answer -> List.of(), answer -> List.of());
  }

  /** Answers two calls at a time, the later one first. */
  private static final class Pairs extends AutoRecServiceImplBase {
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @Override
    public synchronized void recommend(
        RecommendRequest request, StreamObserver<RecommendResponse> caller) {
      if (request.getUserId().equals(BAD)) {
        caller.onError(Status.NOT_FOUND.withDescription("no such user").asRuntimeException());
        return;
      }
      waiting.push(
          () -> {
            caller.onNext(
                RecommendResponse.newBuilder()
                    .addRecommendations(Recommendation.newBuilder().setItemId(request.getUserId()))
                    .build());
            caller.onCompleted();
          });
      if (waiting.size() == 2) {
        waiting.forEach(Runnable::run);
        waiting.clear();
      }
    }
  }
}
