package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Reason;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.RecommendationBasis;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecommendIT {
  private ServedModels served;

  @BeforeAll
  void start(@TempDir Path repository) throws Exception {
    served = new ServedModels(repository);
  }

  @AfterAll
  void stop() {
    served.close();
  }

  private RecommendResponse recommend(ModelRef model, RecommendRequest.Builder request) {
    return served.stub().recommend(request.setModel(model).build());
  }

  private static List<String> ids(RecommendResponse response) {
    return response.getRecommendationsList().stream().map(Recommendation::getItemId).toList();
  }

  private static List<String> ranked(float[] scores, Set<String> without) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer item) -> -scores[item]))
        .map(TinyModel.ITEMS::get)
        .filter(id -> !without.contains(id))
        .toList();
  }

  @Test
  void recommend_leavesOutAllParts_whenUserOfItemBasedModel() {
    RecommendResponse response =
        recommend(ServedModels.BY_ITEM, RecommendRequest.newBuilder().setUserId("u0"));

    assertEquals(List.of("i4", "i3"), ids(response));
    assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_TRAINED_USER, response.getBasis());
    assertEquals("Four", response.getRecommendations(0).getTitle());
    assertEquals(3, response.getRecommendations(0).getPredictedRating());
  }

  @Test
  void recommend_ranksUnclippedAndAnswersClipped_whenScoresExceedScale() {
    RecommendResponse response =
        recommend(
            ServedModels.BY_ITEM,
            RecommendRequest.newBuilder().setUserId("u1").setIncludeRated(true).setTopN(4));

    assertEquals(List.of("i3", "i4", "i1", "i2"), ids(response));
    assertEquals(5, response.getRecommendations(3).getPredictedRating());
  }

  @Test
  void recommend_feedsTrainingRatingsOnly_whenUserOfUserBasedModel() {
    RecommendResponse response =
        recommend(ServedModels.BY_USER, RecommendRequest.newBuilder().setUserId("u0"));

    float[] scores = TinyModel.scores(Orientation.USER, new float[] {4, 0, 0, 0, 0});
    assertEquals(ranked(scores, Set.of("i0", "i1", "i2")), ids(response));
    assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_STORED_RATINGS, response.getBasis());
  }

  @Test
  void recommend_leavesOutGivenItems_whenRatingsAreGiven() {
    RecommendRequest.Builder request =
        RecommendRequest.newBuilder().setRatings(Requests.ratings("i1", 5, "i3", 1, "x", 2));
    float[] scores = TinyModel.scores(Orientation.USER, new float[] {0, 5, 0, 1, 0});

    RecommendResponse response = recommend(ServedModels.BY_USER, request);
    assertEquals(ranked(scores, Set.of("i1", "i3")), ids(response));
    assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS, response.getBasis());
    assertEquals(List.of("x"), response.getUnknownIds().getRatingsList());

    assertEquals(
        ranked(scores, Set.of()),
        ids(recommend(ServedModels.BY_USER, request.setIncludeRated(true))));
  }

  @Test
  void recommend_choosesAmongCandidates_whenSomeAreExcluded() {
    RecommendResponse response =
        recommend(
            ServedModels.BY_ITEM,
            RecommendRequest.newBuilder()
                .setUserId("u2")
                .addAllCandidateIds(List.of("i2", "i1", "i0", "none"))
                .addAllExcludeIds(List.of("i0", "other")));

    assertEquals(List.of("i1", "i2"), ids(response));
    assertEquals(List.of("none"), response.getUnknownIds().getCandidateIdsList());
    assertEquals(List.of("other"), response.getUnknownIds().getExcludeIdsList());
  }

  @Test
  void recommend_fitsTheGivenRatings_whenTheModelIsItemBased() {
    float[] scores = fitted(new int[] {1, 3}, new float[] {5, 1});

    RecommendResponse response =
        recommend(
            ServedModels.BY_ITEM_FITTING,
            RecommendRequest.newBuilder().setRatings(Requests.ratings("i1", 5, "i3", 1, "x", 2)));

    assertEquals(ranked(scores, Set.of("i1", "i3")), ids(response));
    int best = TinyModel.ITEMS.indexOf(response.getRecommendations(0).getItemId());
    assertEquals(
        TinyModel.SCALE.clip(scores[best]),
        response.getRecommendations(0).getPredictedRating(),
        1e-5f);
    assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS, response.getBasis());
    assertEquals(List.of("x"), response.getUnknownIds().getRatingsList());
  }

  @Test
  void recommend_fitsStoredAndNewRatings_whenAKnownUserHasNewOnes() {
    // u1 has rated i3 with 5 and i4 with 2.
    float[] scores = fitted(new int[] {0, 3, 4}, new float[] {1, 1, 2});

    RecommendResponse response =
        recommend(
            ServedModels.BY_ITEM_FITTING,
            RecommendRequest.newBuilder()
                .setUserId("u1")
                .setNewRatings(Requests.ratings("i0", 1, "i3", 1)));

    assertEquals(ranked(scores, Set.of("i0", "i3", "i4")), ids(response));
    assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_UPDATED_RATINGS, response.getBasis());
  }

  @Test
  void recommend_feedsStoredAndNewRatings_whenTheModelIsUserBased() {
    float[] scores = TinyModel.scores(Orientation.USER, new float[] {1, 0, 0, 1, 2});

    RecommendResponse response =
        recommend(
            ServedModels.BY_USER,
            RecommendRequest.newBuilder()
                .setUserId("u1")
                .setNewRatings(Requests.ratings("i0", 1, "i3", 1)));

    assertEquals(ranked(scores, Set.of("i0", "i3", "i4")), ids(response));
    assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_UPDATED_RATINGS, response.getBasis());
  }

  @Test
  void recommend_explains_whenAskedTo() {
    RecommendResponse response =
        recommend(
            ServedModels.BY_ITEM_FITTING,
            RecommendRequest.newBuilder()
                .setRatings(Requests.ratings("i1", 5, "i3", 1))
                .setExplain(1));

    float[] with = fitted(new int[] {1, 3}, new float[] {5, 1});
    float[] withoutFirst = fitted(new int[] {3}, new float[] {1});
    float[] withoutSecond = fitted(new int[] {1}, new float[] {5});
    assertEquals(3, response.getRecommendationsCount());
    for (Recommendation recommendation : response.getRecommendationsList()) {
      int item = TinyModel.ITEMS.indexOf(recommendation.getItemId());
      assertEquals(1, recommendation.getReasonsCount());
      Reason reason = recommendation.getReasons(0);
      boolean first = reason.getItemId().equals("i1");
      assertEquals(first ? "One" : "Three", reason.getTitle());
      assertEquals(first ? 5 : 1, reason.getRating());
      float without = first ? withoutFirst[item] : withoutSecond[item];
      assertEquals(with[item] - without, reason.getEffect(), 1e-4f);
    }
  }

  @Test
  void recommend_asksWithoutEachRating_whenAUserBasedModelExplains() {
    RecommendResponse response =
        recommend(
            ServedModels.BY_USER,
            RecommendRequest.newBuilder().setUserId("u1").setExplain(5).setIncludeRated(true));

    // u1 has rated i3 with 5 and i4 with 2.
    float[] with = TinyModel.scores(Orientation.USER, new float[] {0, 0, 0, 5, 2});
    float[] withoutI3 = TinyModel.scores(Orientation.USER, new float[] {0, 0, 0, 0, 2});
    float[] withoutI4 = TinyModel.scores(Orientation.USER, new float[] {0, 0, 0, 5, 0});
    assertEquals(5, response.getRecommendationsCount());
    for (Recommendation recommendation : response.getRecommendationsList()) {
      int item = TinyModel.ITEMS.indexOf(recommendation.getItemId());
      float last = Float.POSITIVE_INFINITY;
      for (Reason reason : recommendation.getReasonsList()) {
        float expected =
            with[item] - (reason.getItemId().equals("i3") ? withoutI3 : withoutI4)[item];
        assertEquals(expected, reason.getEffect(), 1e-5f);
        assertTrue(Math.abs(expected) <= last, "the strongest comes first");
        last = Math.abs(expected);
      }
    }
    assertTrue(response.getRecommendations(0).getReasonsCount() > 0);
  }

  @Test
  void recommend_explainsManyRatings_whenTheyAreMoreThanABatch() {
    RecommendRequest.Builder request =
        RecommendRequest.newBuilder()
            .setRatings(Requests.ratings("i0", 1, "i1", 2, "i2", 3, "i3", 4, "i4", 5))
            .setIncludeRated(true)
            .setTopN(1)
            .setExplain(10);
    Recommendation best = recommend(ServedModels.BY_USER, request).getRecommendations(0);
    int item = TinyModel.ITEMS.indexOf(best.getItemId());
    float[] ratings = {1, 2, 3, 4, 5};
    float with = TinyModel.scores(Orientation.USER, ratings)[item];
    for (Reason reason : best.getReasonsList()) {
      float[] others = ratings.clone();
      others[TinyModel.ITEMS.indexOf(reason.getItemId())] = 0;
      float without = TinyModel.scores(Orientation.USER, others)[item];
      assertEquals(with - without, reason.getEffect(), 1e-5f);
    }
    assertTrue(best.getReasonsCount() > 0);
  }

  @Test
  void recommend_explainsAKnownUser_byHisTrainingRatings() {
    RecommendResponse response =
        recommend(
            ServedModels.BY_ITEM_FITTING,
            RecommendRequest.newBuilder().setUserId("u1").setExplain(5).setTopN(1));

    assertEquals(
        Set.of("i3", "i4"),
        response.getRecommendations(0).getReasonsList().stream()
            .map(Reason::getItemId)
            .collect(Collectors.toSet()));
  }

  @Test
  void recommend_saysWhatIsPopular_whenNoRatingIsKnown() {
    // Training: i0 4, i3 5, i4 2; their mean is 11/3, the mean count of the five items 3/5.
    for (ModelRef model : List.of(ServedModels.BY_ITEM_FITTING, ServedModels.BY_USER)) {
      RecommendRequest.Builder request =
          RecommendRequest.newBuilder().setRatings(Requests.ratings("x", 2));
      RecommendResponse response = recommend(model, request);
      assertEquals(List.of("i3", "i0", "i1", "i2", "i4"), ids(response));
      assertEquals(
          (11 / 3f * 0.6f + 5) / 1.6f, response.getRecommendations(0).getPredictedRating(), 1e-5f);
      assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_POPULARITY, response.getBasis());
      assertEquals(List.of("x"), response.getUnknownIds().getRatingsList());
      request.addExcludeIds("i3").addAllCandidateIds(List.of("i2", "i0", "i3"));
      assertEquals(List.of("i0", "i2"), ids(recommend(model, request)));
    }
  }

  private static float[] fitted(int[] items, float[] ratings) {
    float[] user = TinyModel.FOLD_IN.fit(items, ratings);
    float[] scores = new float[TinyModel.ITEMS.size()];
    for (int item = 0; item < scores.length; item++) {
      scores[item] = TinyModel.FOLD_IN.predict(user, item);
    }
    return scores;
  }
}
