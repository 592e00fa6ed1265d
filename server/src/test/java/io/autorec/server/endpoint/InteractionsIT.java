package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyInteractions;
import io.autorec.fixture.TinyModel;
import io.autorec.server.fixture.StreamCall;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.Feedback;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.ModelInfo;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RankBy;
import io.autorec.v1.Rating;
import io.autorec.v1.Reason;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.RecommendStreamResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.RecommendationBasis;
import io.autorec.v1.SimilarItem;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarUser;
import io.autorec.v1.SimilarUsersRequest;
import io.autorec.v1.SparseRatings;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of a version that was trained on interactions without ratings. */
class InteractionsIT extends ChoiceCalls {
  private static final ModelRef MODEL = ServedModels.INTERACTIONS;

  /** For someone who chose some items; the client leaves the ratings out. */
  private static RecommendRequest.Builder ofChosen(String... ids) {
    return RecommendRequest.newBuilder().setRatings(chosen(ids));
  }

  private static SparseRatings chosen(String... ids) {
    return SparseRatings.newBuilder()
        .addAllRatings(Stream.of(ids).map(id -> Rating.newBuilder().setId(id).build()).toList())
        .build();
  }

  private static void assertScores(float[] expected, RecommendResponse response) {
    assertEquals(RankBy.RANK_BY_CHOICE, response.getRankedBy());
    for (Recommendation item : response.getRecommendationsList()) {
      assertEquals(expected[position(item)], item.getScore(), 1e-6f, item.getItemId());
      assertFalse(item.hasPredictedRating(), item.getItemId());
    }
  }

  @Test
  void recommend_sumsWeights_whenAKnownUserAsks() {
    for (int call = 0; call < 2; call++) {
      // The second is from the kept list.
      RecommendResponse response = recommend(MODEL, of("u1"));
      assertEquals(List.of("i2", "i0", "i1"), ids(response));
      assertScores(TinyInteractions.scores("i3", "i4"), response);
      assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_STORED_RATINGS, response.getBasis());
    }
    // i1 and i2 are in validation and test.
    RecommendResponse response = recommend(MODEL, of("u0"));
    assertEquals(List.of("i3", "i4"), ids(response));
    assertScores(TinyInteractions.scores("i0"), response);
  }

  @Test
  void recommend_countsEachInteractionAsOne_whateverItsValue() {
    RecommendResponse known = recommend(MODEL, of("u1"));
    for (RecommendRequest.Builder request :
        List.of(
            ofChosen("i3", "i4"),
            ofRatings("i3", 1, "i4", 1),
            ofRatings("i4", -3, "i3", 4711.5f))) {
      RecommendResponse newcomer = recommend(MODEL, request);
      assertEquals(ids(known), ids(newcomer));
      assertScores(TinyInteractions.scores("i3", "i4"), newcomer);
      assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS, newcomer.getBasis());
    }
  }

  @Test
  void recommend_addsNewInteractions_toThoseOfAKnownUser() {
    // i3 again changes nothing.
    RecommendResponse response =
        recommend(MODEL, of("u1").setNewRatings(chosen("i1", "i3", "unheard-of")));
    assertEquals(List.of("i2", "i0"), ids(response));
    assertScores(TinyInteractions.scores("i3", "i4", "i1"), response);
    assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_UPDATED_RATINGS, response.getBasis());
    assertEquals(List.of("unheard-of"), response.getUnknownIds().getRatingsList());
  }

  @Test
  void recommend_ranksByThePrior_whenNoInteractionIsKnown() {
    for (RecommendRequest.Builder request :
        List.of(ofChosen("unheard-of"), ofChosen(), ofChosen().setOmitPredictedRatings(true))) {
      RecommendResponse response = recommend(MODEL, request);
      assertEquals(List.of("i0", "i3", "i4", "i2", "i1"), ids(response));
      assertScores(TinyInteractions.scores(), response);
      assertEquals(RecommendationBasis.RECOMMENDATION_BASIS_POPULARITY, response.getBasis());
    }
  }

  @Test
  void recommend_looksAsWithoutPredictedRatings_whenTheyAreLeftOut() {
    assertEquals(
        recommend(MODEL, of("u1").setOmitPredictedRatings(true)), recommend(MODEL, of("u1")));
    assertEquals(
        recommend(MODEL, of("u1").setRankBy(RankBy.RANK_BY_CHOICE)), recommend(MODEL, of("u1")));
  }

  @Test
  void recommend_namesTheSummands_whenAskedToExplain() {
    float[] prior = TinyInteractions.scores();
    for (RecommendRequest.Builder request : List.of(of("u1"), ofChosen("i4", "i3"))) {
      RecommendResponse response = recommend(MODEL, request.setIncludeRated(true).setExplain(5));
      assertEquals(List.of("i3", "i2", "i4", "i0", "i1"), ids(response));
      for (Recommendation item : response.getRecommendationsList()) {
        float sum = prior[position(item)];
        for (Reason reason : item.getReasonsList()) {
          sum += reason.getEffect();
          assertEquals(1, reason.getRating());
        }
        assertEquals(item.getScore(), sum, 1e-6f);
      }
      assertEquals(2, response.getRecommendations(1).getReasonsCount());
    }
  }

  @Test
  void recommend_narrowsTheList_asForOtherVersions() {
    assertEquals(List.of("i0", "i1"), ids(recommend(MODEL, of("u1").addExcludeIds("i2"))));
    RecommendRequest.Builder request = of("u1").addCandidateIds("i1").addCandidateIds("i3");
    assertEquals(List.of("i1"), ids(recommend(MODEL, request)));
    assertEquals(List.of("i3", "i1"), ids(recommend(MODEL, request.setIncludeRated(true))));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "5, 0", "1, 0.6", "2, 0.6", "4, 0.6"})
  void pages_showWhatOneLongListShows_eachItemOnce(int topN, float diversity) {
    RecommendRequest.Builder request = ofChosen().setDiversity(diversity);
    List<String> whole = ids(recommend(MODEL, request));
    assertEquals(5, whole.size());
    List<String> paged = new ArrayList<>();
    do {
      RecommendResponse page = recommend(MODEL, request.setTopN(topN));
      paged.addAll(ids(page));
      request.setPageToken(page.getNextPageToken());
      assertTrue(paged.size() <= 5, "more pages than items");
    } while (!request.getPageToken().isEmpty());
    assertEquals(whole, paged);
  }

  @Test
  void recommend_takesWhatIsUnlike_whenDiverse() {
    // By the prior i0 1, i3 2/3, i4 1/3, i2 1/6, i1 0. The same user chose i3 and i4.
    assertEquals(
        List.of("i0", "i3", "i4", "i2", "i1"),
        ids(recommend(MODEL, ofChosen().setDiversity(0.01f))));
    assertEquals(
        List.of("i0", "i3", "i2", "i1", "i4"),
        ids(recommend(MODEL, ofChosen().setDiversity(0.5f))));
  }

  @Test
  void recommendStream_answersAsRecommend() throws Exception {
    StreamCall<RecommendRequest, RecommendStreamResponse> stream =
        StreamCall.start(AutoRecServiceGrpc.newStub(served().channel())::recommendStream, true);
    for (RecommendRequest.Builder request : List.of(of("u1"), ofChosen("i3"), of("u9"))) {
      stream.send(request.setModel(MODEL).build());
    }
    stream.halfClose();
    List<RecommendStreamResponse> answers = stream.take(3);
    assertEquals(recommend(MODEL, of("u1")), answers.get(0).getResponse());
    assertEquals(recommend(MODEL, ofChosen("i3")), answers.get(1).getResponse());
    assertEquals(Status.Code.NOT_FOUND.value(), answers.get(2).getError().getCode());
  }

  @Test
  void similarItems_comparesByWhoChoseThem() {
    List<SimilarItem> like =
        stub()
            .similarItems(SimilarItemsRequest.newBuilder().setModel(MODEL).setItemId("i3").build())
            .getItemsList();
    // u1 alone chose i3 and i4, u0 alone i0.
    assertEquals(
        List.of("i4", "i1", "i2", "i0"), like.stream().map(SimilarItem::getItemId).toList());
    assertEquals("Four", like.get(0).getTitle());
    assertEquals(
        List.of(1f, 0f, 0f, -0.5f), like.stream().map(SimilarItem::getSimilarity).toList());
  }

  @Test
  void similarUsers_comparesByWhatTheyChose() {
    List<SimilarUser> like =
        stub()
            .similarUsers(SimilarUsersRequest.newBuilder().setModel(MODEL).setUserId("u0").build())
            .getUsersList();
    assertEquals(List.of("u2", "u1"), like.stream().map(SimilarUser::getUserId).toList());
    assertEquals(0, like.get(0).getSimilarity());
    assertEquals(-2 / Math.sqrt(4 * 6), like.get(1).getSimilarity(), 1e-6f);
  }

  @Test
  void getModel_showsTheFeedback() {
    ModelInfo model =
        stub().getModel(GetModelRequest.newBuilder().setModel(MODEL).build()).getModel();
    assertEquals(Feedback.FEEDBACK_IMPLICIT, model.getManifest().getFeedback());
    assertEquals("cpu", model.getDevice());
    assertEquals(
        new HashSet<>(TinyModel.ITEMS),
        new HashSet<>(ids(recommend(model.getModel(), ofChosen()))));
  }
}
