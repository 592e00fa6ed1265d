package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.rpc.BadRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RankBy;
import io.autorec.v1.RecommendRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Orders that a request or a model version cannot have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RankByRefusalsIT {
  private ServedModels served;

  @BeforeAll
  void start(@TempDir Path repository) throws Exception {
    served = new ServedModels(ServedModels.withRankingHeads(repository));
  }

  @AfterAll
  void stop() {
    served.close();
  }

  private static RecommendRequest.Builder ofU1(ModelRef model) {
    return RecommendRequest.newBuilder().setModel(model).setUserId("u1");
  }

  private StatusRuntimeException refused(RecommendRequest.Builder request) {
    return assertThrows(
        StatusRuntimeException.class, () -> served.stub().recommend(request.build()));
  }

  private String violation(RecommendRequest.Builder request) throws Exception {
    StatusRuntimeException e = refused(request);
    assertEquals(Status.Code.INVALID_ARGUMENT, e.getStatus().getCode(), e.toString());
    BadRequest details = StatusProto.fromThrowable(e).getDetails(0).unpack(BadRequest.class);
    assertEquals(1, details.getFieldViolationsCount());
    BadRequest.FieldViolation violation = details.getFieldViolations(0);
    return violation.getField() + ": " + violation.getDescription();
  }

  private String unable(RecommendRequest.Builder request) {
    Status status = refused(request).getStatus();
    assertEquals(Status.Code.FAILED_PRECONDITION, status.getCode(), status.toString());
    return String.valueOf(status.getDescription());
  }

  @Test
  void recommend_namesTheField_whenOrderAndOmissionAreWrong() throws Exception {
    ModelRef model = ServedModels.ITEMS_BY_CHOICE_FITTING;
    assertEquals(
        "rank_by: 7 (expected: a value of RankBy)", violation(ofU1(model).setRankByValue(7)));
    assertEquals(
        "omit_predicted_ratings: in the order by predicted rating (expected: only in the order by"
            + " choice)",
        violation(
            ofU1(model).setRankBy(RankBy.RANK_BY_PREDICTED_RATING).setOmitPredictedRatings(true)));
    assertEquals(
        "omit_predicted_ratings: in the order by predicted rating (expected: only in the order by"
            + " choice)",
        violation(ofU1(ServedModels.BY_ITEM).setOmitPredictedRatings(true)));
    assertEquals(
        "omit_predicted_ratings: beside min_predicted_rating (expected: one of them)",
        violation(ofU1(model).setOmitPredictedRatings(true).setMinPredictedRating(1)));
    assertEquals(
        "omit_predicted_ratings: beside max_predicted_rating (expected: one of them)",
        violation(ofU1(model).setOmitPredictedRatings(true).setMaxPredictedRating(5)));
  }

  @Test
  void recommend_saysWhatToDo_whenTheVersionHasNoHead() {
    assertEquals(
        "model \"by-item\" has no ranking.pb, and ranks by predicted rating alone (expected: no"
            + " rank_by, or a model published by this version of the trainer)",
        unable(ofU1(ServedModels.BY_ITEM).setRankBy(RankBy.RANK_BY_CHOICE)));
  }

  @Test
  void recommend_saysWhatToDo_whenBoundsNeedPredictionsThatTheModelCannotMake() {
    RecommendRequest.Builder newcomer =
        RecommendRequest.newBuilder()
            .setModel(ServedModels.ITEMS_BY_CHOICE)
            .setRatings(Requests.ratings("i0", 3));
    assertEquals(
        "model \"items-by-choice\" is item-based, without fold_in.pb, and cannot predict from"
            + " ratings (expected: user_id of a known user alone, or a model trained with"
            + " --orientation user or --output-activation identity; or no bounds on the predicted"
            + " rating)",
        unable(newcomer.clone().setMinPredictedRating(2)));
    assertEquals(
        "model \"items-by-choice\" is item-based, without fold_in.pb, and cannot recommend from"
            + " ratings (expected: user_id of a known user alone, or a model trained with"
            + " --orientation user or --output-activation identity)",
        unable(newcomer.clone().setRankBy(RankBy.RANK_BY_PREDICTED_RATING)));
    assertEquals(
        "model \"items-by-choice\" cannot explain (expected: explain 0, or a model with"
            + " fold_in.pb)",
        unable(
            ofU1(ServedModels.ITEMS_BY_CHOICE)
                .setExplain(1)
                .setRankBy(RankBy.RANK_BY_PREDICTED_RATING)));
  }

  @Test
  void pageToken_isRefused_whenTheOrderDiffers() throws Exception {
    ModelRef model = ServedModels.USERS_BY_CHOICE;
    String token = served.stub().recommend(ofU1(model).setTopN(1).build()).getNextPageToken();
    assertEquals(
        "page_token: from another request (expected: the same fields, save for top_n and explain)",
        violation(ofU1(model).setPageToken(token).setRankBy(RankBy.RANK_BY_PREDICTED_RATING)));
    // The default, spelled out.
    assertEquals(
        "i0",
        served
            .stub()
            .recommend(ofU1(model).setPageToken(token).setRankBy(RankBy.RANK_BY_CHOICE).build())
            .getRecommendations(0)
            .getItemId());
  }
}
