package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a list by choice is narrowed, spread and turned page by page. */
class ChoiceListIT extends ChoiceCalls {
  @Test
  void recommend_keepsOnlyRatingsInBounds_byChoice() {
    // u2 by choice: i0 i3 i4 i2 i1, predicted 2, 3, 0, 4, 4.
    RecommendRequest.Builder request = of("u2").setMinPredictedRating(2).setMaxPredictedRating(3);
    for (ModelRef model :
        List.of(ServedModels.ITEMS_BY_CHOICE, ServedModels.ITEMS_BY_CHOICE_FITTING)) {
      RecommendResponse response = recommend(model, request);
      assertEquals(List.of("i0", "i3"), ids(response));
      assertEquals(2, response.getRecommendations(0).getPredictedRating());
      assertEquals(3, response.getRecommendations(1).getPredictedRating());
      assertEquals(TinyModel.scoresByChoice()[3], response.getRecommendations(1).getScore());
    }
    request.addCandidateIds("i3").addCandidateIds("i1").addCandidateIds("i4");
    RecommendResponse response = recommend(ServedModels.ITEMS_BY_CHOICE, request);
    assertEquals(List.of("i3"), ids(response));
    assertEquals(3, response.getRecommendations(0).getPredictedRating());
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0", "5, 0", "1, 0.6", "2, 0.6", "4, 0.6"})
  void pages_showWhatOneLongListShows_eachItemOnce(int topN, float diversity) {
    RecommendRequest.Builder request = of("u2").setDiversity(diversity);
    List<String> whole = ids(recommend(ServedModels.ITEMS_BY_CHOICE_FITTING, request));
    assertEquals(5, whole.size());
    List<String> paged = new ArrayList<>();
    do {
      RecommendResponse page =
          recommend(ServedModels.ITEMS_BY_CHOICE_FITTING, request.setTopN(topN));
      paged.addAll(ids(page));
      request.setPageToken(page.getNextPageToken());
      assertTrue(paged.size() <= 5, "more pages than items");
    } while (!request.getPageToken().isEmpty());
    assertEquals(whole, paged);
  }

  @Test
  void recommend_takesWhatIsUnlike_whenDiverse() {
    // u1 by choice: i2 0.73, i0 0.25, i1 -0.08. The codes of i2 and i0 are at right angles.
    assertEquals(
        List.of("i2", "i0", "i1"),
        ids(recommend(ServedModels.ITEMS_BY_CHOICE_FITTING, of("u1").setDiversity(0.5f))));
    // u2: i0 1, i3 2/3, i4 1/3, i2 1/6, i1 0 after scaling; i4 has the code of i0.
    assertEquals(
        List.of("i0", "i3", "i4", "i2", "i1"),
        ids(recommend(ServedModels.ITEMS_BY_CHOICE_FITTING, of("u2").setDiversity(0.01f))));
    assertEquals(
        "i2",
        ids(recommend(ServedModels.ITEMS_BY_CHOICE_FITTING, of("u2").setDiversity(0.9f))).get(1));
  }
}
