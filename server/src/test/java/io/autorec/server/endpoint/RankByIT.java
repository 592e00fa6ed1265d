package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RankBy;
import io.autorec.v1.Reason;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.RecommendationBasis;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists by choice and by predicted rating, and the two numbers of each item. */
class RankByIT extends ChoiceCalls {
  private static final List<ModelRef> BY_CHOICE =
      List.of(
          ServedModels.ITEMS_BY_CHOICE_FITTING,
          ServedModels.USERS_BY_CHOICE,
          ServedModels.ITEMS_BY_CHOICE);

  private static List<String> ranked(float[] scores, String... without) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer item) -> -scores[item]))
        .map(TinyModel.ITEMS::get)
        .filter(id -> !Set.of(without).contains(id))
        .toList();
  }

  private static void assertScores(float[] expected, RecommendResponse response) {
    assertEquals(RankBy.RANK_BY_CHOICE, response.getRankedBy());
    for (Recommendation item : response.getRecommendationsList()) {
      assertEquals(expected[position(item)], item.getScore(), 1e-6f, item.getItemId());
    }
  }

  @Test
  void recommend_sumsWeightsOfRatedItems_whenAKnownUserAsks() {
    // u1 rated i3 with 5 and i4 with 2; by predicted rating i1 comes first.
    float[] sums = TinyModel.scoresByChoice(0, 0, 0, 5, 2);
    for (ModelRef model : BY_CHOICE) {
      RecommendResponse response = recommend(model, of("u1"));
      assertEquals(List.of("i2", "i0", "i1"), ids(response));
      assertEquals(ranked(sums, "i3", "i4"), ids(response));
      assertScores(sums, response);
      assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_STORED_RATINGS, response.getBasis());
      assertEquals(ids(response), ids(recommend(model, of("u1"))), "from the kept list");
      assertEquals(ranked(sums), ids(recommend(model, of("u1").setIncludeRated(true))));
    }
  }

  @Test
  void recommend_leavesOutAllParts_andSumsTrainingRatingsOnly() {
    for (ModelRef model : BY_CHOICE) {
      // i1 and i2 are in validation and test.
      RecommendResponse response = recommend(model, of("u0"));
      assertEquals(List.of("i3", "i4"), ids(response));
      assertScores(TinyModel.scoresByChoice(4, 0, 0, 0, 0), response);
    }
  }

  @Test
  void recommend_predictsTheShownItems_asInTheOrderByPredictedRating() {
    for (ModelRef model : BY_CHOICE) {
      for (RecommendRequest.Builder request :
          List.of(
              of("u1"),
              of("u1").setIncludeRated(true),
              of("u2").addCandidateIds("i4").addCandidateIds("i1").addExcludeIds("i0"),
              ofRatings("x", 3))) {
        if (model.equals(ServedModels.ITEMS_BY_CHOICE) && request.hasRatings()) {
          continue;
        }
        assertSamePredictions(model, request);
      }
    }
    for (ModelRef model :
        List.of(ServedModels.ITEMS_BY_CHOICE_FITTING, ServedModels.USERS_BY_CHOICE)) {
      assertSamePredictions(model, ofRatings("i1", 5, "i3", 1));
      assertSamePredictions(model, of("u1").setNewRatings(Requests.ratings("i3", 1, "i0", 2)));
    }
  }

  private void assertSamePredictions(ModelRef model, RecommendRequest.Builder request) {
    RecommendResponse byChoice = recommend(model, request.clone());
    RecommendResponse byRating =
        recommend(model, request.clone().setRankBy(RankBy.RANK_BY_PREDICTED_RATING));
    assertEquals(RankBy.RANK_BY_CHOICE, byChoice.getRankedBy());
    assertEquals(RankBy.RANK_BY_PREDICTED_RATING, byRating.getRankedBy());
    assertEquals(Set.copyOf(ids(byRating)), Set.copyOf(ids(byChoice)));
    for (Recommendation item : byChoice.getRecommendationsList()) {
      assertTrue(item.hasPredictedRating());
      Recommendation same = byRating.getRecommendations(ids(byRating).indexOf(item.getItemId()));
      assertEquals(same.getPredictedRating(), item.getPredictedRating(), 1e-5f);
      assertEquals(
          same.getPredictedRating(), TinyModel.SCALE.clip(same.getScore()), 0, "unclipped");
    }
  }

  @Test
  void recommend_givesNewcomersTheListOfAKnownUser_whenTheRatingsAreTheSame() {
    for (ModelRef model : BY_CHOICE) {
      RecommendResponse known = recommend(model, of("u1"));
      RecommendResponse newcomer = recommend(model, ofRatings("i4", 2, "i3", 5));
      assertEquals(ids(known), ids(newcomer));
      assertScores(TinyModel.scoresByChoice(0, 0, 0, 5, 2), newcomer);
      assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS, newcomer.getBasis());
      // That model cannot fit them.
      boolean predicts = !model.equals(ServedModels.ITEMS_BY_CHOICE);
      newcomer
          .getRecommendationsList()
          .forEach(item -> assertEquals(predicts, item.hasPredictedRating()));
    }
  }

  @Test
  void recommend_countsNewRatings_inPlaceOfStoredOnes() {
    for (ModelRef model : BY_CHOICE) {
      RecommendResponse response =
          recommend(model, of("u1").setNewRatings(Requests.ratings("i3", 1, "i1", 4)));
      float[] sums = TinyModel.scoresByChoice(0, 4, 0, 1, 2);
      assertEquals(ranked(sums, "i1", "i3", "i4"), ids(response));
      assertScores(sums, response);
      assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_UPDATED_RATINGS, response.getBasis());
    }
  }

  @Test
  void recommend_ranksByThePrior_whenNoRatingIsKnown() {
    for (ModelRef model : BY_CHOICE) {
      RecommendResponse response = recommend(model, ofRatings("x", 2));
      assertEquals(List.of("i0", "i3", "i4", "i2", "i1"), ids(response));
      assertScores(TinyModel.scoresByChoice(), response);
      // The Bayesian average: i3 has one rating, of 5.
      assertEquals(
          (11 / 3f * 0.6f + 5) / 1.6f, response.getRecommendations(1).getPredictedRating(), 1e-5f);
      assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_POPULARITY, response.getBasis());
    }
  }

  @Test
  void recommend_leavesPredictedRatingsOut_whenAskedTo() {
    for (ModelRef model : BY_CHOICE) {
      for (RecommendRequest.Builder request : List.of(of("u1"), ofRatings("i4", 2, "i3", 5))) {
        RecommendResponse response = recommend(model, request.setOmitPredictedRatings(true));
        assertEquals(List.of("i2", "i0", "i1"), ids(response));
        response
            .getRecommendationsList()
            .forEach(item -> assertFalse(item.hasPredictedRating(), item.getItemId()));
      }
    }
  }

  @Test
  void recommend_namesTheSummands_whenAskedToExplain() {
    float[] prior = TinyModel.scoresByChoice();
    for (ModelRef model : BY_CHOICE) {
      for (RecommendRequest.Builder request : List.of(of("u1"), ofRatings("i4", 2, "i3", 5))) {
        RecommendResponse response = recommend(model, request.setIncludeRated(true).setExplain(5));
        assertEquals(5, response.getRecommendationsCount());
        for (Recommendation item : response.getRecommendationsList()) {
          float sum = prior[position(item)];
          float last = Float.POSITIVE_INFINITY;
          for (Reason reason : item.getReasonsList()) {
            sum += reason.getEffect();
            assertTrue(Math.abs(reason.getEffect()) <= last, "the strongest comes first");
            last = Math.abs(reason.getEffect());
            assertEquals(reason.getItemId().equals("i3") ? 5 : 2, reason.getRating());
          }
          assertEquals(sum, item.getScore(), 1e-6f);
        }
        assertEquals(List.of("i4", "i2", "i3", "i0", "i1"), ids(response));
        assertEquals(2, response.getRecommendations(1).getReasonsCount());
      }
    }
  }

  @Test
  void recommend_ranksByPredictedRating_whenTheVersionHasNoHead() {
    for (ModelRef model : List.of(ServedModels.BY_ITEM_FITTING, ServedModels.BY_USER)) {
      RecommendResponse response = recommend(model, of("u1"));
      assertEquals(RankBy.RANK_BY_PREDICTED_RATING, response.getRankedBy());
      Recommendation best = response.getRecommendations(0);
      assertEquals(best.getPredictedRating(), TinyModel.SCALE.clip(best.getScore()));
    }
    assertEquals(
        6, recommend(ServedModels.BY_ITEM, of("u1")).getRecommendations(0).getScore(), 1e-5f);
  }

  @Test
  void getModel_showsTheRanking() {
    GetModelRequest request =
        GetModelRequest.newBuilder().setModel(ServedModels.USERS_BY_CHOICE).build();
    assertEquals(
        RankBy.RANK_BY_CHOICE,
        stub().getModel(request).getModel().getManifest().getRanking().getDefaultOrder());
    assertEquals(
        Orientation.USER.toProto(),
        stub().getModel(request).getModel().getManifest().getOrientation());
  }
}
