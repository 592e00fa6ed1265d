package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a list is narrowed, spread and turned page by page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecommendListIT {
  private ServedModels served;

  @BeforeAll
  void start(@TempDir Path repository) throws Exception {
    served = new ServedModels(repository);
  }

  @AfterAll
  void stop() {
    served.close();
  }

  /** For u2, who has rated nothing: scores 2, 4, 4, 3, 0. */
  private static RecommendRequest.Builder ofU2() {
    return RecommendRequest.newBuilder()
        .setModel(ServedModels.BY_ITEM_FITTING)
        .setUserId("u2")
        .setTopN(5);
  }

  private List<String> ids(RecommendRequest.Builder request) {
    return served.stub().recommend(request.build()).getRecommendationsList().stream()
        .map(Recommendation::getItemId)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    // The 0 is clipped to the scale's 1.
    "0, 9, i1 i2 i3 i0 i4",
    "1, 9, i1 i2 i3 i0 i4",
    "1.5, 9, i1 i2 i3 i0",
    "3, 3.5, i3",
    "4.5, 9, ''"
  })
  void recommend_returnsOnlyRatingsInBounds(float min, float max, String expected) {
    List<String> ids = ids(ofU2().setMinPredictedRating(min).setMaxPredictedRating(max));
    assertEquals(expected.isEmpty() ? List.of() : List.of(expected.split(" ")), ids);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0", "5, 0", "1, 0.6", "2, 0.6", "4, 0.6"})
  void pages_showWhatOneLongListShows_eachItemOnce(int topN, float diversity) {
    List<String> whole = ids(ofU2().setDiversity(diversity));
    assertEquals(5, whole.size());

    List<String> paged = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      RecommendResponse page =
          served
              .stub()
              .recommend(ofU2().setTopN(topN).setDiversity(diversity).setPageToken(token).build());
      page.getRecommendationsList().forEach(item -> paged.add(item.getItemId()));
      token = page.getNextPageToken();
      pages++;
      assertTrue(pages <= 5, "more pages than items");
    } while (!token.isEmpty());
    assertEquals(whole, paged);
    assertEquals((5 + topN - 1) / topN, pages);
  }

  @Test
  void recommend_takesWhatIsUnlike_whenDiverse() {
    // Codes: i1 (0.5, 0.5) and i3 (1, 1) point the same way, i2 (0, 1) and i0 (1, 0) at right
    // angles. Relevance:
    // i1 0.75, i2 0.75, i3 0.5, i0 0.25, i4 -0.25 with the code (0.25, 0), as i0's.
    assertEquals(List.of("i1", "i2", "i3", "i0", "i4"), ids(ofU2().setDiversity(0.01f)));
    assertEquals(List.of("i1", "i2", "i0", "i3", "i4"), ids(ofU2().setDiversity(0.6f)));
  }

  @Test
  void pageToken_isRefused_whenItIsOfAnotherRequest() {
    String token = served.stub().recommend(ofU2().setTopN(2).build()).getNextPageToken();
    assertEquals(List.of("i3"), ids(ofU2().setTopN(1).setPageToken(token)));
    for (RecommendRequest.Builder other :
        List.of(
            ofU2().addExcludeIds("i0"),
            ofU2().setUserId("u1"),
            ofU2().setDiversity(0.5f),
            ofU2().setModel(ServedModels.BY_USER),
            ofU2().setModel(ServedModels.BY_ITEM))) {
      RecommendRequest request = other.setPageToken(token).build();
      StatusRuntimeException e =
          assertThrows(StatusRuntimeException.class, () -> served.stub().recommend(request));
      assertTrue(
          List.of(Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION)
              .contains(e.getStatus().getCode()),
          e.toString());
    }
  }

  @Test
  void pageToken_isRefused_whenItsVersionIsNotLoaded() {
    String ofVersion3 =
        served
            .stub()
            .recommend(ofU2().setModel(ServedModels.BY_ITEM).setTopN(1).build())
            .getNextPageToken();
    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class,
            () -> served.stub().recommend(ofU2().setPageToken(ofVersion3).build()));
    assertEquals(Status.Code.FAILED_PRECONDITION, e.getStatus().getCode());
    assertEquals(
        "page_token: from version 3, which is not loaded (expected: no page_token, to start again)",
        e.getStatus().getDescription());
  }

  @Test
  void recommend_refusesDiversity_whenTheModelHasNoCodes() {
    for (ModelRef model : List.of(ServedModels.BY_ITEM, ServedModels.BY_USER)) {
      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class,
              () -> served.stub().recommend(ofU2().setModel(model).setDiversity(0.5f).build()));
      assertEquals(Status.Code.FAILED_PRECONDITION, e.getStatus().getCode());
    }
    assertEquals(
        List.copyOf(TinyModel.ITEMS),
        ids(ofU2().setModel(ServedModels.BY_USER_FITTING).setDiversity(0.5f)).stream()
            .sorted()
            .toList());
  }
}
