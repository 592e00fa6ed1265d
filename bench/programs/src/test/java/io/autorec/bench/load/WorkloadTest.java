package io.autorec.bench.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import io.autorec.inference.ModelInferRequest;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.RankBy;
import io.autorec.v1.Rating;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkloadTest {
  private static final Path NOWHERE = Path.of("nowhere");

  @Test
  void rows_areOfUsersWhoRated_whenUsersAreAskedFor() throws Exception {
    List<RatedRow> rows = Workload.rows(Kind.RECOMMEND_USER, TinyVersion.of(Orientation.ITEM), 1);
    assertEquals(
        List.of(0, 2), rows.stream().map(RatedRow::position).sorted().toList(), "u1 rated nothing");
    // Their rows are the server's own, however long.
    assertEquals(5, rows.stream().mapToInt(row -> row.columns().length).sum());
  }

  @Test
  void rows_areCutToTheMostRatings_whenRatingsAreSent() throws Exception {
    for (RatedRow row :
        Workload.rows(Kind.RECOMMEND_RATINGS, TinyVersion.of(Orientation.USER), 2)) {
      assertEquals(2, row.columns().length);
    }
  }

  @Test
  void rows_areOfItems_whenAnItemBasedModelPredicts() throws Exception {
    List<RatedRow> rows = Workload.rows(Kind.PREDICT, TinyVersion.of(Orientation.ITEM), 10);
    RatedRow first = rows.stream().filter(row -> row.position() == 0).findFirst().orElseThrow();
    assertEquals(List.of(0, 1, 2), rows.stream().map(RatedRow::position).sorted().toList());
    assertEquals(4, first.ratings()[0] + first.ratings()[1], "u0's 1 and u2's 3");
  }

  @Test
  void rows_areTheSame_whenDrawnAgain() throws Exception {
    ModelVersion model = TinyVersion.of(Orientation.USER);
    List<RatedRow> once = Workload.rows(Kind.RECOMMEND_RATINGS, model, 2);
    List<RatedRow> again = Workload.rows(Kind.RECOMMEND_RATINGS, model, 2);
    assertEquals(once.size(), again.size());
    for (int i = 0; i < once.size(); i++) {
      assertArrayEquals(once.get(i).columns(), again.get(i).columns());
    }
  }

  @Test
  void rows_areRefused_whenAnItemBasedModelFitsNobody() {
    BenchException refusal =
        assertThrows(
            BenchException.class,
            () -> Workload.rows(Kind.RECOMMEND_RATINGS, TinyVersion.of(Orientation.ITEM), 2));
    assertTrue(String.valueOf(refusal.getMessage()).contains(ModelFormat.FOLD_IN_FILE));
  }

  @Test
  void of_sendsRatingsOfItems_whenAnItemBasedModelFitsUsers() throws Exception {
    ModelVersion model = TinyVersion.fitting(NOWHERE);
    List<RatedRow> rows = Workload.rows(Kind.RECOMMEND_RATINGS, model, 10);
    RecommendRequest request = first(Kind.RECOMMEND_RATINGS, model, rows, RecommendRequest.class);
    RatedRow row = rows.get(0);
    assertEquals(row.columns().length, request.getRatings().getRatingsCount());
    Rating rating = request.getRatings().getRatings(0);
    assertEquals(TinyVersion.ITEMS.get(row.columns()[0]), rating.getId());
    assertEquals(row.ratings()[0], rating.getRating());
  }

  @Test
  void of_wantsNoPredictedRatings_whenItemsAreRankedByChoice() throws Exception {
    ModelVersion model = TinyVersion.ranking();
    List<RatedRow> rows = Workload.rows(Kind.RECOMMEND_CHOICE, model, 2);
    RecommendRequest request = first(Kind.RECOMMEND_CHOICE, model, rows, RecommendRequest.class);
    assertEquals(2, request.getRatings().getRatingsCount());
    assertEquals(RankBy.RANK_BY_CHOICE, request.getRankBy());
    assertTrue(request.getOmitPredictedRatings());
  }

  @Test
  void rows_areRefused_whenAModelWithoutHeadIsToRankByChoice() {
    BenchException refusal =
        assertThrows(
            BenchException.class,
            () -> Workload.rows(Kind.RECOMMEND_CHOICE, TinyVersion.fitting(NOWHERE), 2));
    assertTrue(String.valueOf(refusal.getMessage()).contains(ModelFormat.RANKING_FILE));
  }

  @Test
  void of_namesTheUser_whenUsersAreAskedFor() throws Exception {
    ModelVersion model = TinyVersion.fitting(NOWHERE);
    List<RatedRow> rows = Workload.rows(Kind.RECOMMEND_USER, model, 10);
    RecommendRequest request = first(Kind.RECOMMEND_USER, model, rows, RecommendRequest.class);
    assertEquals(TinyVersion.USERS.get(rows.get(0).position()), request.getUserId());
    assertFalse(request.hasRatings());
  }

  @Test
  void of_sendsRatingsByUsers_whenAnItemBasedModelPredicts() throws Exception {
    ModelVersion model = TinyVersion.fitting(NOWHERE);
    List<RatedRow> rows = Workload.rows(Kind.PREDICT, model, 10);
    PredictRequest request = first(Kind.PREDICT, model, rows, PredictRequest.class);
    assertEquals(
        TinyVersion.USERS.get(rows.get(0).columns()[0]),
        request.getVectors(0).getSparse().getRatings(0).getId());
  }

  @Test
  void of_sendsTheWholeRow_whenModelInferIsAsked() throws Exception {
    ModelVersion model = TinyVersion.fitting(NOWHERE);
    List<RatedRow> rows = Workload.rows(Kind.INFER, model, 10);
    ModelInferRequest request = first(Kind.INFER, model, rows, ModelInferRequest.class);
    FloatBuffer sent =
        request
            .getRawInputContents(0)
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    assertEquals(model.metadata().width(), sent.remaining());
    RatedRow row = rows.get(0);
    int rated = 0;
    for (int column = 0; column < sent.remaining(); column++) {
      rated += Float.isNaN(sent.get(column)) ? 0 : 1;
    }
    assertEquals(row.columns().length, rated);
    assertEquals(row.ratings()[0], sent.get(row.columns()[0]));
  }

  @Test
  void request_comesRoundAgain_whenTheNumberIsBeyondTheLast() throws Exception {
    ModelVersion model = TinyVersion.fitting(NOWHERE);
    List<RatedRow> rows = Workload.rows(Kind.RECOMMEND_USER, model, 10);
    Workload<?, ?> workload = Workload.of(Kind.RECOMMEND_USER, model, rows);
    assertEquals(workload.request(1), workload.request(5));
  }

  @Test
  void difference_isTheGreatestOfRatingsInTheSamePlace() throws Exception {
    assertEquals(2, difference(answer(1, 4, 3), answer(1.5f, 2, 3)));
    assertEquals(0, difference(answer(), answer()));
    assertEquals(Double.POSITIVE_INFINITY, difference(answer(1), answer(1, 2)));
    assertEquals(Double.POSITIVE_INFINITY, difference(answer(1, Float.NaN), answer(1, 2)));
  }

  private static double difference(RecommendResponse one, RecommendResponse other)
      throws Exception {
    ModelVersion model = TinyVersion.fitting(NOWHERE);
    @SuppressWarnings("unchecked") // Kind.RECOMMEND_USER is asked of Recommend.
    Workload<RecommendRequest, RecommendResponse> workload =
        (Workload<RecommendRequest, RecommendResponse>)
            Workload.of(Kind.RECOMMEND_USER, model, Workload.rows(Kind.RECOMMEND_USER, model, 10));
    return workload.difference(one, other);
  }

  private static RecommendResponse answer(float... ratings) {
    RecommendResponse.Builder answer = RecommendResponse.newBuilder();
    for (float rating : ratings) {
      answer.addRecommendations(Recommendation.newBuilder().setPredictedRating(rating));
    }
    return answer.build();
  }

  private static <T extends MessageLite> T first(
      Kind kind, ModelVersion model, List<RatedRow> rows, Class<T> type) {
    return type.cast(Workload.of(kind, model, rows).request(0));
  }

  @Test
  void read_givesWhatWasWritten_whateverTheSchema(@TempDir Path folder) throws Exception {
    ModelVersion model = TinyVersion.of(Orientation.USER);
    List<RatedRow> rows = Workload.rows(Kind.RECOMMEND_RATINGS, model, 2);
    Workload<?, ?> written = Workload.of(Kind.RECOMMEND_RATINGS, model, rows);
    Path file = folder.resolve("requests");
    written.write(file);
    Workload<Empty, Empty> read = Workload.read(file, "any.Service/Method");
    assertEquals(
        written.requests().stream().map(MessageLite::toByteString).toList(),
        read.requests().stream().map(MessageLite::toByteString).toList());
    assertFalse(read.whole().test(Empty.getDefaultInstance()), "an answer without content");
  }

  @Test
  void read_saysWhichRequest_whenTheFileEndsWithinIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("requests");
    Files.write(file, new byte[] {2, 8, 1, 7, 8});
    BenchException refusal =
        assertThrows(BenchException.class, () -> Workload.read(file, "any.Service/Method"));
    assertTrue(String.valueOf(refusal.getMessage()).contains("request 2"), "" + refusal);
  }
}
