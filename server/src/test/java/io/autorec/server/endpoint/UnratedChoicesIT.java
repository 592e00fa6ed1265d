package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.ModelFormat;
import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RankBy;
import io.autorec.v1.Reason;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.RecommendationBasis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of users who chose items without a rating. u1 rated i3 with 5 and i4 with 2. */
class UnratedChoicesIT {
  /** Of the training ratings: 4, 5 and 2. */
  private static final float MEAN = 11 / 3f;

  private static final List<ModelRef> MODELS =
      List.of(
          ServedModels.ITEMS_BY_CHOICE_FITTING,
          ServedModels.USERS_BY_CHOICE,
          ServedModels.ITEMS_BY_CHOICE);

  private static ServedModels served;

  @BeforeAll
  static void start(@TempDir Path repository) throws Exception {
    ServedModels.withRankingHeads(repository);
    for (ModelRef model : MODELS) {
      Path version = only(repository.resolve(model.getName()));
      RatingHistory rated =
          RatingHistory.fromBytes(
              Files.readAllBytes(version.resolve(ModelFormat.RATINGS_FILE)), 3, 5);
      // u1 chose i0, and u2, who rated nothing, i3 and i4.
      UserRatings unrated =
          new UserRatings(new int[] {0, 0, 1, 3}, new int[] {0, 3, 4}, new float[3]);
      RatingHistory history =
          new RatingHistory(rated.training(), rated.validation(), rated.test(), unrated);
      TinyModel.replace(version, ModelFormat.RATINGS_FILE, history.toBytes());
    }
    served = new ServedModels(repository);
  }

  private static Path only(Path folder) throws Exception {
    try (var versions = Files.list(folder)) {
      return versions.findFirst().orElseThrow();
    }
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static RecommendResponse recommend(ModelRef model, RecommendRequest.Builder request) {
    return served.stub().recommend(request.setModel(model).build());
  }

  private static void assertScores(float[] expected, RecommendResponse response) {
    for (Recommendation item : response.getRecommendationsList()) {
      assertEquals(expected[ChoiceCalls.position(item)], item.getScore(), 1e-6f, item.getItemId());
    }
  }

  @Test
  void recommend_sumsChoicesWithoutARating_asTheMean_andLeavesThemOut() {
    float[] sums = TinyModel.scoresByChoice(MEAN, 0, 0, 5, 2);
    for (ModelRef model : MODELS) {
      RecommendResponse response = recommend(model, ChoiceCalls.of("u1"));
      assertEquals(List.of("i2", "i1"), ChoiceCalls.ids(response));
      assertScores(sums, response);
      RecommendResponse kept = recommend(model, ChoiceCalls.of("u1"));
      assertEquals(response.getRecommendationsList(), kept.getRecommendationsList());
      RecommendResponse all = recommend(model, ChoiceCalls.of("u1").setIncludeRated(true));
      assertEquals(5, all.getRecommendationsCount());
      assertScores(sums, all);
      RecommendResponse byRating =
          recommend(model, ChoiceCalls.of("u1").setRankBy(RankBy.RANK_BY_PREDICTED_RATING));
      assertEquals(2, byRating.getRecommendationsCount());
      assertFalse(ChoiceCalls.ids(byRating).contains("i0"));
    }
  }

  @Test
  void recommend_answersAUser_whoChoseWithoutRatings() {
    for (ModelRef model : MODELS) {
      RecommendResponse response = recommend(model, ChoiceCalls.of("u2"));
      assertEquals(List.of("i2", "i0", "i1"), ChoiceCalls.ids(response));
      assertScores(TinyModel.scoresByChoice(0, 0, 0, MEAN, MEAN), response);
      assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_STORED_RATINGS, response.getBasis());
      response
          .getRecommendationsList()
          .forEach(item -> assertTrue(item.hasPredictedRating(), item.getItemId()));
    }
  }

  @Test
  void recommend_predictsAsWithoutThem() {
    Map<String, Float> predicted = new java.util.HashMap<>();
    for (String user : List.of("u1", "u2")) {
      RecommendResponse response =
          recommend(ServedModels.USERS_BY_CHOICE, ChoiceCalls.of(user).setIncludeRated(true));
      float[] row = user.equals("u1") ? new float[] {0, 0, 0, 5, 2} : new float[5];
      float[] scores = TinyModel.scores(io.autorec.model.Orientation.USER, row);
      for (Recommendation item : response.getRecommendationsList()) {
        predicted.put(user + item.getItemId(), item.getPredictedRating());
        assertEquals(
            TinyModel.SCALE.clip(scores[ChoiceCalls.position(item)]),
            item.getPredictedRating(),
            1e-5f);
      }
    }
    assertEquals(10, predicted.size());
  }

  @Test
  void recommend_namesThemAsReasons_withoutARating() {
    float[] prior = TinyModel.scoresByChoice();
    for (ModelRef model : MODELS) {
      RecommendResponse response =
          recommend(model, ChoiceCalls.of("u1").setIncludeRated(true).setExplain(5));
      int unrated = 0;
      for (Recommendation item : response.getRecommendationsList()) {
        float sum = prior[ChoiceCalls.position(item)];
        for (Reason reason : item.getReasonsList()) {
          sum += reason.getEffect();
          boolean isChoice = reason.getItemId().equals("i0");
          unrated += isChoice ? 1 : 0;
          assertEquals(isChoice, reason.getUnrated());
          assertEquals(isChoice ? 0 : reason.getItemId().equals("i3") ? 5 : 2, reason.getRating());
        }
        assertEquals(sum, item.getScore(), 1e-6f);
      }
      assertTrue(unrated > 0);
    }
  }

  @Test
  void recommend_countsANewRating_inPlaceOfTheChoice() {
    for (ModelRef model : MODELS) {
      RecommendResponse response =
          recommend(
              model, ChoiceCalls.of("u1").setNewRatings(Requests.ratings("i0", 1)).setExplain(5));
      assertEquals(List.of("i2", "i1"), ChoiceCalls.ids(response));
      assertScores(TinyModel.scoresByChoice(1, 0, 0, 5, 2), response);
      for (Recommendation item : response.getRecommendationsList()) {
        item.getReasonsList().forEach(reason -> assertFalse(reason.getUnrated()));
      }
    }
  }
}
