package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.v1.ModelRef;
import io.autorec.v1.RankBy;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.SimilarItem;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarUser;
import io.autorec.v1.SimilarUsersRequest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers of a version that is the user and item biases. Its fold-in has codes, which mean nothing.
 */
class BiasesIT extends ChoiceCalls {
  static List<ModelRef> models() {
    return List.of(ServedModels.BIASES_BY_ITEM, ServedModels.BIASES_BY_USER);
  }

  @ParameterizedTest
  @MethodSource("models")
  void similarItems_comparesByWhoRatedThem(ModelRef model) {
    List<SimilarItem> like =
        stub()
            .similarItems(SimilarItemsRequest.newBuilder().setModel(model).setItemId("i3").build())
            .getItemsList();
    // u1 alone rated i3 and i4, u0 alone i0.
    assertEquals(
        List.of("i4", "i1", "i2", "i0"), like.stream().map(SimilarItem::getItemId).toList());
    assertEquals(
        List.of(1f, 0f, 0f, -0.5f), like.stream().map(SimilarItem::getSimilarity).toList());
  }

  @ParameterizedTest
  @MethodSource("models")
  void similarUsers_comparesByWhatTheyRated(ModelRef model) {
    List<SimilarUser> like =
        stub()
            .similarUsers(SimilarUsersRequest.newBuilder().setModel(model).setUserId("u0").build())
            .getUsersList();
    assertEquals(List.of("u2", "u1"), like.stream().map(SimilarUser::getUserId).toList());
    assertEquals(0, like.get(0).getSimilarity());
    assertEquals(-2 / Math.sqrt(4 * 6), like.get(1).getSimilarity(), 1e-6f);
  }

  @ParameterizedTest
  @MethodSource("models")
  void recommend_ranksByChoice_andPredictsRatings(ModelRef model) {
    RecommendResponse response = recommend(model, of("u1"));
    assertEquals(RankBy.RANK_BY_CHOICE, response.getRankedBy());
    assertEquals(List.of("i2", "i0", "i1"), ids(response));
    assertTrue(
        response.getRecommendationsList().stream().allMatch(Recommendation::hasPredictedRating));
    RecommendRequest.Builder byRating = of("u1").setRankBy(RankBy.RANK_BY_PREDICTED_RATING);
    assertEquals(
        response.getRecommendationsCount(), recommend(model, byRating).getRecommendationsCount());
  }
}
