package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.server.fixture.StreamCall;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictStreamResponse;
import io.autorec.v1.RankBy;
import io.autorec.v1.RatingVector;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a version cannot do that was trained on interactions without ratings. */
class InteractionsRefusalsIT extends ChoiceCalls {
  private static final ModelRef MODEL = ServedModels.INTERACTIONS;

  private static final String NO_PREDICTIONS =
      "model \"interactions\" was trained on interactions without ratings, and predicts no ratings"
          + " (expected: a call of Recommend)";
  private static final String NO_BOUNDS =
      "model \"interactions\" was trained on interactions without ratings, and predicts no ratings"
          + " (expected: no min_predicted_rating and max_predicted_rating)";

  private static PredictRequest predict(RatingVector... vectors) {
    return Requests.predict(vectors).toBuilder().setModel(MODEL).build();
  }

  /** Good ones, bad ones and one that fits new items. */
  private static List<PredictRequest> predicts() {
    PredictRequest good = predict(Requests.sparse("i0", 1));
    return List.of(
        good,
        predict(Requests.dense(1, Float.NaN, Float.NaN, Float.NaN, Float.NaN)),
        predict(Requests.bytes(1, 1, 1, 1, 1)),
        predict(Requests.sparse("i0", 7)),
        predict(),
        good.toBuilder().setOrientation(Orientation.ORIENTATION_USER).build(),
        predict(Requests.sparse("u0", 1)).toBuilder()
            .setOrientation(Orientation.ORIENTATION_ITEM)
            .build());
  }

  @Test
  void predict_isRefused_inAllForms() {
    for (PredictRequest request : predicts()) {
      assertEquals(NO_PREDICTIONS, unable(() -> stub().predict(request)));
    }
  }

  @Test
  void predictStream_hasAnErrorForEach_andGoesOn() throws Exception {
    StreamCall<PredictRequest, PredictStreamResponse> stream =
        StreamCall.start(AutoRecServiceGrpc.newStub(served().channel())::predictStream, true);
    for (PredictRequest request : predicts()) {
      stream.send(request);
    }
    stream.send(Requests.predict(Requests.sparse("i0", 1)));
    stream.halfClose();
    for (PredictStreamResponse answer : stream.take(predicts().size())) {
      assertEquals(Status.Code.FAILED_PRECONDITION.value(), answer.getError().getCode());
      assertEquals(NO_PREDICTIONS, answer.getError().getMessage());
    }
    assertEquals(1, stream.take(1).get(0).getResponse().getPredictionsCount());
  }

  @Test
  void recommend_isRefused_byPredictedRating_andInItsBounds() {
    assertEquals(
        "model \"interactions\" was trained on interactions without ratings, and predicts no"
            + " ratings (expected: no rank_by, or RANK_BY_CHOICE)",
        unable(MODEL, of("u1").setRankBy(RankBy.RANK_BY_PREDICTED_RATING)));
    assertEquals(NO_BOUNDS, unable(MODEL, of("u1").setMinPredictedRating(0)));
    assertEquals(NO_BOUNDS, unable(MODEL, ofRatings("i0", 1).setMaxPredictedRating(1)));
    assertEquals(
        NO_BOUNDS, unable(MODEL, of("u1").setOmitPredictedRatings(true).setMaxPredictedRating(1)));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void recommend_namesTheField_whenAValueIsNoNumber(float value) throws Exception {
    assertEquals(
        "ratings.ratings[1].rating: " + value + " (expected: any finite number, or none)",
        violation(MODEL, ofRatings("i0", 1, "i1", value)));
    assertEquals(
        "new_ratings.ratings[0].rating: " + value + " (expected: any finite number, or none)",
        violation(MODEL, of("u1").setNewRatings(Requests.ratings("i0", value))));
  }

  @Test
  void recommend_namesTheField_whenAnIdIsRepeated() throws Exception {
    assertEquals(
        "ratings.ratings[1].id: \"i0\" (expected: each id once)",
        violation(MODEL, ofRatings("i0", 0, "i0", 0)));
  }
}
