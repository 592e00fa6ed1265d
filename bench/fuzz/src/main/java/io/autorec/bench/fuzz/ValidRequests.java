package io.autorec.bench.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.autorec.v1.DenseRatings;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.OutputEncoding;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.RankBy;
import io.autorec.v1.Rating;
import io.autorec.v1.RatingVector;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.SetLabelRequest;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarUsersRequest;
import io.autorec.v1.SparseRatings;
import io.autorec.v1.UnloadModelRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Generates requests that a server can answer, with random combinations of features. */
final class ValidRequests {
  private final List<ServedModel> models;
  private final List<RecommendRequest> nextPages = new ArrayList<>();

  ValidRequests(List<ServedModel> models) {
    this.models = List.copyOf(models);
  }

  /** Keeps a request for the next page of a list, to send it again and to mutate it. */
  void addNextPage(RecommendRequest request) {
    nextPages.add(request);
  }

  /** A request of a type; the empty one of types that are not known here. */
  Message of(Descriptor type, Odds odds) {
    ServedModel model = odds.of(models);
    return switch (type.getName()) {
      case "PredictRequest" -> predict(model, odds);
      case "RecommendRequest" ->
          nextPages.isEmpty() || !odds.oneIn(6) ? recommend(model, odds) : odds.of(nextPages);
      case "SimilarItemsRequest" ->
          SimilarItemsRequest.newBuilder()
              .setModel(model.ref())
              .setItemId(odds.of(model.items()))
              .setTopN(1 + odds.upTo(999))
              .build();
      case "SimilarUsersRequest" ->
          SimilarUsersRequest.newBuilder()
              .setModel(model.ref())
              .setUserId(odds.of(model.users()))
              .setTopN(1 + odds.upTo(999))
              .build();
      case "GetModelRequest" ->
          GetModelRequest.newBuilder()
              .setModel(model.ref())
              .setIncludeVocabulary(odds.oneIn(4))
              .build();
      case "LoadModelRequest" ->
          LoadModelRequest.newBuilder().setModel(version(model, odds)).build();
      case "UnloadModelRequest" ->
          UnloadModelRequest.newBuilder().setModel(version(model, odds)).build();
      case "SetLabelRequest" ->
          SetLabelRequest.newBuilder()
              .setModel(version(model, odds))
              .setLabel(odds.of(List.of("stable", "canary", "a-label_1")))
              .build();
      default -> ValidTensors.of(type, model, odds);
    };
  }

  /** A version that was served at first, or the one beside it, which may not be there; or all. */
  private static ModelRef version(ServedModel model, Odds odds) {
    long version = odds.oneIn(3) ? 0 : model.ref().getVersion() + odds.below(2);
    return model.ref().toBuilder().setVersion(version).build();
  }

  RecommendRequest recommend(ServedModel model, Odds odds) {
    RecommendRequest.Builder request = RecommendRequest.newBuilder().setModel(model.ref());
    if (odds.oneIn(2)) {
      request.setRatings(ratings(model, model.items(), odds));
    } else {
      request.setUserId(odds.of(model.users()));
      if (odds.oneIn(4)) {
        request.setNewRatings(ratings(model, model.items(), odds));
      }
    }
    if (!odds.oneIn(3)) {
      request.setTopN(1 + odds.upTo(99));
    }
    if (odds.oneIn(4)) {
      request.setExplain(1 + odds.below(10));
    }
    if (odds.oneIn(4)) {
      request.setDiversity(odds.below(100) / 100f);
    }
    if (odds.oneIn(4)) {
      request.addAllExcludeIds(some(model.items(), odds));
    }
    if (odds.oneIn(4)) {
      request.addAllCandidateIds(some(model.items(), odds));
    }
    if (model.predicts() && odds.oneIn(6)) {
      request.setMinPredictedRating(rating(model, odds));
    }
    if (model.predicts() && odds.oneIn(6)) {
      request.setMaxPredictedRating(Math.max(request.getMinPredictedRating(), rating(model, odds)));
    }
    order(model, request, odds);
    return request.setIncludeRated(odds.oneIn(4)).build();
  }

  private static void order(ServedModel model, RecommendRequest.Builder request, Odds odds) {
    if (odds.oneIn(2)) {
      // In the same order for the same seed.
      request.setRankBy(odds.of(model.orders().stream().sorted().toList()));
    }
    request.setOmitPredictedRatings(
        model.order(request.getRankBy()) == RankBy.RANK_BY_CHOICE
            && !request.hasMinPredictedRating()
            && !request.hasMaxPredictedRating()
            && odds.oneIn(2));
  }

  private static PredictRequest predict(ServedModel model, Odds odds) {
    Orientation asked =
        odds.oneIn(4)
            ? odds.of(List.of(Orientation.ORIENTATION_ITEM, Orientation.ORIENTATION_USER))
            : Orientation.ORIENTATION_UNSPECIFIED;
    List<String> positions = model.positions(model.orientation(asked));
    PredictRequest.Builder request =
        PredictRequest.newBuilder()
            .setModel(model.ref())
            .setOrientation(asked)
            .setOutputEncodingValue(odds.below(OutputEncoding.OUTPUT_ENCODING_BYTES_VALUE + 1));
    for (int vectors = 1 + odds.upTo(7); vectors > 0; vectors--) {
      request.addVectors(vector(model, positions, odds));
    }
    if (!odds.oneIn(6)) {
      request.addAllIds(some(positions, odds));
    }
    return request.build();
  }

  private static RatingVector vector(ServedModel model, List<String> positions, Odds odds) {
    if (odds.oneIn(2)) {
      return RatingVector.newBuilder().setSparse(ratings(model, positions, odds)).build();
    }
    List<Float> values = new ArrayList<>(Collections.nCopies(positions.size(), Float.NaN));
    for (int given = 1 + odds.upTo(100); given > 0; given--) {
      values.set(odds.below(positions.size()), rating(model, odds));
    }
    if (odds.oneIn(2)) {
      return RatingVector.newBuilder()
          .setDense(DenseRatings.newBuilder().addAllValues(values))
          .build();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(bytes::putFloat);
    return RatingVector.newBuilder().setDenseBytes(ByteString.copyFrom(bytes.flip())).build();
  }

  private static SparseRatings ratings(ServedModel model, List<String> ids, Odds odds) {
    SparseRatings.Builder ratings = SparseRatings.newBuilder();
    for (String id : some(ids, odds)) {
      ratings.addRatings(Rating.newBuilder().setId(id).setRating(rating(model, odds)));
    }
    return ratings.build();
  }

  private static Set<String> some(List<String> ids, Odds odds) {
    Set<String> some = new LinkedHashSet<>();
    for (int number = 1 + odds.upTo(100); number > 0; number--) {
      some.add(odds.of(ids));
    }
    return some;
  }

  static float rating(ServedModel model, Odds odds) {
    float share = odds.below(5) / 4f;
    return model.scale().getMin() + share * (model.scale().getMax() - model.scale().getMin());
  }
}
