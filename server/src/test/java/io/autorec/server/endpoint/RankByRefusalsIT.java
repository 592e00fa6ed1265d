package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.v1.ModelRef;
import io.autorec.v1.RankBy;
import io.autorec.v1.RecommendRequest;
import org.junit.jupiter.api.Test;

/** Orders that a request or a model version cannot have. */
class RankByRefusalsIT extends ChoiceCalls {
  @Test
  void recommend_namesTheField_whenOrderAndOmissionAreWrong() throws Exception {
    ModelRef model = ServedModels.ITEMS_BY_CHOICE_FITTING;
    assertEquals(
        "rank_by: 7 (expected: a value of RankBy)", violation(model, of("u1").setRankByValue(7)));
    assertEquals(
        "omit_predicted_ratings: in the order by predicted rating (expected: only in the order by"
            + " choice)",
        violation(
            model,
            of("u1").setRankBy(RankBy.RANK_BY_PREDICTED_RATING).setOmitPredictedRatings(true)));
    assertEquals(
        "omit_predicted_ratings: in the order by predicted rating (expected: only in the order by"
            + " choice)",
        violation(ServedModels.BY_ITEM, of("u1").setOmitPredictedRatings(true)));
    assertEquals(
        "omit_predicted_ratings: beside min_predicted_rating (expected: one of them)",
        violation(model, of("u1").setOmitPredictedRatings(true).setMinPredictedRating(1)));
    assertEquals(
        "omit_predicted_ratings: beside max_predicted_rating (expected: one of them)",
        violation(model, of("u1").setOmitPredictedRatings(true).setMaxPredictedRating(5)));
  }

  @Test
  void recommend_saysWhatToDo_whenTheVersionHasNoHead() {
    assertEquals(
        "model \"by-item\" has no ranking.pb, and ranks by predicted rating alone (expected: no"
            + " rank_by, or a model published by this version of the trainer)",
        unable(ServedModels.BY_ITEM, of("u1").setRankBy(RankBy.RANK_BY_CHOICE)));
  }

  @Test
  void recommend_saysWhatToDo_whenBoundsNeedPredictionsThatTheModelCannotMake() {
    ModelRef model = ServedModels.ITEMS_BY_CHOICE;
    RecommendRequest.Builder newcomer = ofRatings("i0", 3);
    assertEquals(
        "model \"items-by-choice\" is item-based, without fold_in.pb, and cannot predict from"
            + " ratings (expected: user_id of a known user alone, or a model trained with"
            + " --orientation user or --output-activation identity; or no bounds on the predicted"
            + " rating)",
        unable(model, newcomer.clone().setMinPredictedRating(2)));
    assertEquals(
        "model \"items-by-choice\" is item-based, without fold_in.pb, and cannot recommend from"
            + " ratings (expected: user_id of a known user alone, or a model trained with"
            + " --orientation user or --output-activation identity)",
        unable(model, newcomer.clone().setRankBy(RankBy.RANK_BY_PREDICTED_RATING)));
    assertEquals(
        "model \"items-by-choice\" cannot explain (expected: explain 0, or a model with"
            + " fold_in.pb)",
        unable(model, of("u1").setExplain(1).setRankBy(RankBy.RANK_BY_PREDICTED_RATING)));
  }

  @Test
  void pageToken_isRefused_whenTheOrderDiffers() throws Exception {
    ModelRef model = ServedModels.USERS_BY_CHOICE;
    String token = recommend(model, of("u1").setTopN(1)).getNextPageToken();
    assertEquals(
        "page_token: from another request (expected: the same fields, save for top_n and explain)",
        violation(model, of("u1").setPageToken(token).setRankBy(RankBy.RANK_BY_PREDICTED_RATING)));
    // The default, spelled out.
    assertEquals(
        "i0",
        ids(recommend(model, of("u1").setPageToken(token).setRankBy(RankBy.RANK_BY_CHOICE)))
            .get(0));
  }
}
