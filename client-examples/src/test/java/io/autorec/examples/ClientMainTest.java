package io.autorec.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.autorec.examples.calls.Retry;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.RankBy;
import io.autorec.v1.Rating;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.SparseRatings;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientMainTest {

  private final FakeServer service = new FakeServer();
  private final String name = InProcessServerBuilder.generateName();
  private final Server server =
      InProcessServerBuilder.forName(name)
          .directExecutor()
          .addService(service)
          .intercept(new Headers())
          .build();
  private final List<@Nullable String> authorizations = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private final List<ManagedChannel> opened = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    assertTrue(opened.stream().allMatch(ManagedChannel::isTerminated), "a channel was left open");
  }

  @Test
  void version_isPrinted_whenAskedFor() {
    assertEquals(0, run("--version"), err.toString());
    assertEquals("autorec-client development", out.toString().strip());
  }

  @Test
  void recommend_printsRankedTitles_forKnownUser() {
    assertEquals(0, run("recommend", "--user", "5", "--top", "2"), err.toString());

    assertEquals(
        """
        For user 5 by films version 7, in the order by choice, from what training learnt of the user
          #  score  predicted  id  title
          1  0.500       4.50  10  Heat
          2  0.250       3.50  20  Ran
        """,
        out.toString());
    assertEquals(
        RecommendRequest.newBuilder()
            .setModel(ModelRef.getDefaultInstance())
            .setUserId("5")
            .setTopN(2)
            .build(),
        service.requests.get(0));
  }

  @Test
  void recommend_asksForPages_untilThereAreNoMore() {
    assertEquals(
        0,
        run(
            "recommend",
            "--user",
            "5",
            "--top",
            "2",
            "--pages",
            "9",
            "--min",
            "1.5",
            "--max",
            "4.75",
            "--diversity",
            "0.25"),
        err.toString());

    assertEquals(
        """
        For user 5 by films version 7, in the order by choice, from what training learnt of the user
          #  score  predicted  id  title
          1  0.500       4.50  10  Heat
          2  0.250       3.50  20  Ran
          3  0.000       2.50  30  Alien
        """,
        out.toString());
    RecommendRequest first =
        RecommendRequest.newBuilder()
            .setModel(ModelRef.getDefaultInstance())
            .setUserId("5")
            .setTopN(2)
            .setMinPredictedRating(1.5f)
            .setMaxPredictedRating(4.75f)
            .setDiversity(0.25f)
            .build();
    assertEquals(List.of(first, first.toBuilder().setPageToken("2").build()), service.requests);
  }

  @Test
  void recommend_asksForAnOrder_andShowsWhatItGets() {
    assertEquals(0, run("recommend", "--user", "5", "--top", "1", "--rank-by", "predicted-rating"));
    assertTrue(out.toString().contains("in the order by predicted rating"), out.toString());
    assertEquals(
        0,
        run(
            "recommend",
            "--user",
            "5",
            "--top",
            "1",
            "--rank-by",
            "choice",
            "--no-predicted-ratings"));
    assertTrue(
        out.toString()
            .endsWith(
                """
                For user 5 by films version 7, in the order by choice, from what training learnt of the user
                  #  score  id  title
                  1  0.500  10  Heat
                """),
        out.toString());
    RecommendRequest.Builder request =
        RecommendRequest.newBuilder()
            .setModel(ModelRef.getDefaultInstance())
            .setUserId("5")
            .setTopN(1);
    assertEquals(
        List.of(
            request.clone().setRankBy(RankBy.RANK_BY_PREDICTED_RATING).build(),
            request.clone().setRankBy(RankBy.RANK_BY_CHOICE).setOmitPredictedRatings(true).build()),
        service.requests);
    assertEquals(2, run("recommend", "--user", "5", "--rank-by", "taste"));
    assertTrue(
        err.toString().contains("taste (expected: choice or predicted-rating)"), err.toString());
  }

  @Test
  void recommend_refusesNoPages() {
    assertEquals(2, run("recommend", "--user", "5", "--pages", "0"));
    assertTrue(err.toString().contains("--pages: 0 (expected: at least 1)"), err.toString());
  }

  @Test
  void recommend_reportsUnknownIds_forGivenRatings() {
    int exit =
        run(
            "recommend",
            "--model",
            "films",
            "--model-version",
            "7",
            "--top",
            "1",
            "--rating",
            "10=4.5",
            "--rating",
            "nope=1");

    assertEquals(0, exit, err.toString());
    assertEquals(
        """
        For these ratings by films version 7, in the order by choice, from the ratings given
          #  score  predicted  id  title
          1  0.500       4.50  10  Heat
        unknown to the model, ignored: nope
        """,
        out.toString());
    assertEquals(
        RecommendRequest.newBuilder()
            .setModel(FakeServer.MODEL)
            .setRatings(
                SparseRatings.newBuilder()
                    .addRatings(Rating.newBuilder().setId("10").setRating(4.5f))
                    .addRatings(Rating.newBuilder().setId("nope").setRating(1)))
            .setTopN(1)
            .build(),
        service.requests.get(0));
  }

  @Test
  void predict_printsHighestColumns_whenNoIdsAreNamed() {
    assertEquals(0, run("predict", "--rating", "10=4", "--top", "2"), err.toString());

    assertEquals(
        """
        Predicted by films version 7, user-based: a user's rating of each item
          item  predicted  title
            30       3.50  Alien
            20       2.50  Ran
        """,
        out.toString());
  }

  @Test
  void predict_keepsTheOrderAskedFor_whenIdsAreNamed() {
    assertEquals(0, run("predict", "--rating", "10=4", "--ids", "20,x,10"), err.toString());

    assertEquals(
        """
        Predicted by films version 7, user-based: a user's rating of each item
          item  predicted  title
            20       2.50  Ran
            10       1.50  Heat
        unknown to the model, ignored: x
        """,
        out.toString());
  }

  @Test
  void predict_namesUsers_whenModelIsItemBased() {
    service.orientation = Orientation.ORIENTATION_ITEM;

    assertEquals(0, run("predict", "--rating", "u1=4", "--top", "1"), err.toString());

    assertEquals(
        """
        Predicted by films version 7, item-based: an item's ratings by each user
          user  predicted
            u3       3.50
        """,
        out.toString());
  }

  @Test
  void predict_asksTheVersionWhoseVocabularyItHas_whenNoneIsNamed() {
    run("predict", "--rating", "10=4");

    assertTrue(((GetModelRequest) service.requests.get(0)).getModel().getName().isEmpty());
    assertEquals(FakeServer.MODEL, ((PredictRequest) service.requests.get(1)).getModel());
  }

  @Test
  void recommend_printsFieldViolations_whenRequestIsInvalid() {
    service.failures.add(
        FakeServer.failure(
            Status.Code.INVALID_ARGUMENT,
            "the request is malformed",
            BadRequest.newBuilder()
                .addFieldViolations(
                    BadRequest.FieldViolation.newBuilder()
                        .setField("top_n")
                        .setDescription("value: 0 (expected: >= 1)"))
                .build()));

    assertEquals(1, run("recommend", "--user", "5", "--top", "0"));

    assertEquals(
        """
        error: INVALID_ARGUMENT: the request is malformed
          top_n: value: 0 (expected: >= 1)
        """,
        err.toString());
    assertEquals("", out.toString());
    assertEquals(1, service.requests.size());
  }

  @Test
  void recommend_sendsNewRatings_whenAUserHasThem() {
    assertEquals(0, run("recommend", "--user", "5", "--rating", "10=4.5"), err.toString());

    RecommendRequest request = (RecommendRequest) service.requests.get(0);
    assertEquals("5", request.getUserId());
    assertEquals(
        List.of(Rating.newBuilder().setId("10").setRating(4.5f).build()),
        request.getNewRatings().getRatingsList());
  }

  @Test
  void recommend_sendsNoValue_whenARatingHasNone() {
    assertEquals(
        0,
        run(
            "recommend",
            "--rating",
            "10",
            "--rating",
            "20",
            "--top",
            "1",
            "--no-predicted-ratings"),
        err.toString());

    RecommendRequest request = (RecommendRequest) service.requests.get(0);
    assertEquals(
        List.of(Rating.newBuilder().setId("10").build(), Rating.newBuilder().setId("20").build()),
        request.getRatings().getRatingsList());
    assertEquals(
        """
        For these ratings by films version 7, in the order by choice, from the ratings given
          #  score  id  title
          1  0.500  10  Heat
        """,
        out.toString());
  }

  @Test
  void recommend_waitsAsLongAsAsked_whenServerIsOverloaded() {
    service.failures.add(overloaded(Duration.ofMillis(30)));
    service.failures.add(overloaded(Duration.ofMillis(70)));

    assertEquals(0, run("recommend", "--user", "5"), err.toString());

    assertEquals(List.of(Duration.ofMillis(30), Duration.ofMillis(70)), waits);
  }

  @Test
  void recommend_givesUp_afterFourAttempts() {
    for (int i = 0; i < 10; i++) {
      service.failures.add(overloaded(Duration.ofMillis(1)));
    }

    assertEquals(1, run("recommend", "--user", "5"));

    assertEquals(Retry.MAX_ATTEMPTS, service.requests.size());
    assertEquals("error: RESOURCE_EXHAUSTED: queue is full\n", err.toString());
  }

  @Test
  void recommend_givesUpAtOnce_whenTheWaitWouldOutlastTheDeadline() {
    service.failures.add(overloaded(Duration.ofHours(1)));

    assertEquals(1, run("recommend", "--user", "5"));

    assertEquals(List.of(), waits);
    assertEquals(1, service.requests.size());
  }

  @Test
  void recommend_doesNotRetry_whenRequestIsTooLarge() {
    service.failures.add(
        Status.RESOURCE_EXHAUSTED.withDescription("too large").asRuntimeException());

    assertEquals(1, run("recommend", "--user", "5"));

    assertEquals(1, service.requests.size());
  }

  @Test
  void recommend_backsOff_whenServerIsUnavailable() {
    service.failures.add(Status.UNAVAILABLE.asRuntimeException());
    service.failures.add(Status.UNAVAILABLE.asRuntimeException());

    assertEquals(0, run("recommend", "--user", "5"), err.toString());

    assertEquals(List.of(Duration.ofMillis(100), Duration.ofMillis(200)), waits);
  }

  @Test
  void recommend_reportsDeadline_whenItHasPassed() {
    assertEquals(1, run("recommend", "--user", "5", "--deadline-ms", "0"));

    assertTrue(err.toString().startsWith("error: DEADLINE_EXCEEDED: "), err.toString());
    assertEquals(List.<Message>of(), service.requests);
  }

  @Test
  void run_exitsTwoWithOneLine_whenCommandLineIsWrong() {
    assertEquals(2, run("recommend"));
    assertEquals(2, run("recommend", "--user", "5", "--top", "few"));
    assertEquals(2, run("predict", "--rating", "10=good"));
    assertEquals(2, run());

    assertEquals(4, err.toString().lines().count(), err.toString());
    assertEquals(
        "error: give --user ID, or --rating ID=RATING, or both",
        err.toString().lines().findFirst().orElseThrow());
    assertEquals(List.<Message>of(), service.requests);
  }

  @Test
  void recommend_endsWithUsage_whenTheTargetIsNoAddress() {
    ClientMain.Outside outside =
        new ClientMain.Outside(ClientMain::open, new Retry(waits::add), stop -> () -> {}, () -> 0L);
    for (String target : List.of("", ":", "a b", "http://x:1")) {
      StringWriter said = new StringWriter();
      String[] args = {"recommend", "--target", target, "--user", "1"};
      assertEquals(2, ClientMain.run(args, outside, new PrintWriter(out), new PrintWriter(said)));
      assertEquals(
          "error: --target: \"" + target + "\" (expected: HOST:PORT)", said.toString().strip());
    }
  }

  private int run(String... args) {
    return ClientMain.run(
        args,
        new ClientMain.Outside(this::open, new Retry(waits::add), stop -> () -> {}, () -> 0L),
        new PrintWriter(out),
        new PrintWriter(err));
  }

  private ManagedChannel open(CallOptions options) {
    assertEquals("localhost:50051", options.target());
    ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    opened.add(channel);
    return channel;
  }

  private static StatusRuntimeException overloaded(Duration delay) {
    return FakeServer.failure(
        Status.Code.RESOURCE_EXHAUSTED,
        "queue is full",
        RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(delay.getSeconds())
                    .setNanos(delay.getNano()))
            .build());
  }

  @Test
  void recommend_sendsTheToken_whenThereIsOne(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "secret\n");
    assertEquals(0, run("recommend", "--user", "5", "--token-file", file.toString()));
    assertEquals(0, run("recommend", "--user", "5"));
    assertEquals(Arrays.asList("Bearer secret", null), authorizations);
  }

  @Test
  void recommend_isRefused_whenAFileCannotBeUsed(@TempDir Path folder) {
    String none = folder.resolve("none").toString();
    assertEquals(2, run("recommend", "--user", "5", "--token-file", none));
    assertTrue(err.toString().startsWith("error: --token-file: \"" + none), err.toString());
    assertEquals(List.of(), service.requests);
  }

  /** Remembers who called. */
  private final class Headers implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      authorizations.add(
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
      return next.startCall(call, headers);
    }
  }
}
