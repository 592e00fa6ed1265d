package io.autorec.examples;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.FieldViolation;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.GetModelResponse;
import io.autorec.v1.Manifest;
import io.autorec.v1.ModelInfo;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.Prediction;
import io.autorec.v1.RankBy;
import io.autorec.v1.Rating;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.RecommendStreamResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.RecommendationBasis;
import io.autorec.v1.UnknownIds;
import io.autorec.v1.Vocabulary;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fails as often as it is told to, then answers from three films; remembers what it was asked. */
final class FakeServer extends AutoRecServiceGrpc.AutoRecServiceImplBase {

  static final ModelRef MODEL = ModelRef.newBuilder().setName("films").setVersion(7).build();

  private static final List<String> ITEMS = List.of("10", "20", "30");
  private static final List<String> TITLES = List.of("Heat", "Ran", "Alien");

  final Deque<StatusRuntimeException> failures = new ArrayDeque<>();
  final List<Message> requests = Collections.synchronizedList(new ArrayList<>());

  /** Failures of streams, each after so many answers. */
  final Deque<StreamFailure> streamFailures = new ArrayDeque<>();

  final List<String> users = new ArrayList<>(List.of("u1", "u2", "u3"));
  Consumer<RecommendRequest> onStreamRequest = request -> {};

  /** How many requests of streams were asked for. */
  int asked;

  Orientation orientation = Orientation.ORIENTATION_USER;

  /** A failure as the real server sends it: a status with one detail. */
  static StatusRuntimeException failure(Status.Code code, String message, Message detail) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(message)
            .addDetails(Any.pack(detail))
            .build());
  }

  record StreamFailure(int answers, StatusRuntimeException failure) {}

  /** Asks for one request at a time, and only while the client takes answers. */
  @Override
  public StreamObserver<RecommendRequest> recommendStream(
      StreamObserver<RecommendStreamResponse> observer) {
    ServerCallStreamObserver<RecommendStreamResponse> call =
        (ServerCallStreamObserver<RecommendStreamResponse>) observer;
    call.disableAutoRequest();
    FakeStream stream = new FakeStream(call, streamFailures.poll());
    call.setOnReadyHandler(stream::ask);
    return stream;
  }

  private final class FakeStream implements StreamObserver<RecommendRequest> {
    private final ServerCallStreamObserver<RecommendStreamResponse> call;
    private final @Nullable StreamFailure failure;
    private boolean asking;
    private boolean ended;
    private int answers;

    FakeStream(
        ServerCallStreamObserver<RecommendStreamResponse> call, @Nullable StreamFailure failure) {
      this.call = call;
      this.failure = failure;
    }

    void ask() {
      if (!asking && !ended && call.isReady()) {
        asking = true;
        asked++;
        call.request(1);
      }
    }

    @Override
    public void onNext(RecommendRequest request) {
      asking = false;
      requests.add(request);
      onStreamRequest.accept(request);
      if (call.isCancelled()) {
        return;
      }
      if (failure != null && failure.answers == answers) {
        ended = true;
        call.onError(failure.failure);
        return;
      }
      answers++;
      call.onNext(answer(request));
      ask();
    }

    @Override
    public void onCompleted() {
      if (!ended) {
        call.onCompleted();
      }
    }

    @Override
    public void onError(Throwable thrown) {
      ended = true;
    }

    private RecommendStreamResponse answer(RecommendRequest request) {
      RecommendStreamResponse.Builder answer = RecommendStreamResponse.newBuilder();
      if (request.getTopN() > 1000) {
        answer
            .getErrorBuilder()
            .setCode(Status.Code.INVALID_ARGUMENT.value())
            .setMessage("malformed")
            .addFieldViolations(
                FieldViolation.newBuilder().setField("top_n").setDescription("too many"));
      } else if (!users.contains(request.getUserId())) {
        answer
            .getErrorBuilder()
            .setCode(Status.Code.NOT_FOUND.value())
            .setMessage("user \"" + request.getUserId() + "\" is unknown");
      } else {
        answer.setResponse(ranked(request));
      }
      return answer.build();
    }
  }

  @Override
  public void recommend(RecommendRequest request, StreamObserver<RecommendResponse> observer) {
    reply(request, ranked(request), observer);
  }

  private static RecommendResponse ranked(RecommendRequest request) {
    RecommendResponse.Builder answer =
        RecommendResponse.newBuilder()
            .setModel(MODEL)
            .setBasis(
                request.hasUserId()
                    ? RecommendationBasis.RECOMMENDATION_BASIS_TRAINED_USER
                    : RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS)
            .setRankedBy(
                request.getRankBy() == RankBy.RANK_BY_PREDICTED_RATING
                    ? RankBy.RANK_BY_PREDICTED_RATING
                    : RankBy.RANK_BY_CHOICE);
    // Its tokens are the position of the next item.
    String token = request.getPageToken();
    int start = token.isEmpty() ? 0 : Integer.parseInt(token);
    int end = Math.min(start + request.getTopN(), ITEMS.size());
    answer.setNextPageToken(end < ITEMS.size() ? Integer.toString(end) : "");
    for (int item = start; item < end; item++) {
      Recommendation.Builder recommendation =
          answer
              .addRecommendationsBuilder()
              .setItemId(ITEMS.get(item))
              .setTitle(TITLES.get(item))
              .setScore(0.5f - item / 4f);
      if (!request.getOmitPredictedRatings()) {
        recommendation.setPredictedRating(4.5f - item);
      }
    }
    UnknownIds.Builder unknown = UnknownIds.newBuilder();
    for (Rating rating : request.getRatings().getRatingsList()) {
      if (!ITEMS.contains(rating.getId())) {
        unknown.addRatings(rating.getId());
      }
    }
    return answer.setUnknownIds(unknown).build();
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
    PredictResponse.Builder answer = PredictResponse.newBuilder().setModel(MODEL);
    Prediction.Builder prediction = Prediction.newBuilder();
    for (int item = 0; item < ITEMS.size(); item++) {
      if (request.getIdsCount() == 0) {
        prediction.addValues(1.5f + item);
      }
    }
    for (String id : request.getIdsList()) {
      int item = ITEMS.indexOf(id);
      if (item < 0) {
        answer.addUnknownIds(id);
      } else {
        answer.addIds(id);
        prediction.addValues(1.5f + item);
      }
    }
    reply(request, answer.addPredictions(prediction).build(), observer);
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> observer) {
    reply(
        request,
        GetModelResponse.newBuilder()
            .setModel(
                ModelInfo.newBuilder()
                    .setModel(MODEL)
                    .setManifest(Manifest.newBuilder().setOrientation(orientation)))
            .setItems(Vocabulary.newBuilder().addAllIds(ITEMS).addAllTitles(TITLES))
            .setUsers(Vocabulary.newBuilder().addAllIds(users))
            .build(),
        observer);
  }

  private <T> void reply(Message request, T answer, StreamObserver<T> observer) {
    requests.add(request);
    StatusRuntimeException failure = failures.poll();
    if (failure != null) {
      observer.onError(failure);
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }
}
