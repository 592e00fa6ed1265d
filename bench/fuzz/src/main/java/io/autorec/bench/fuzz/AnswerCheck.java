package io.autorec.bench.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import io.autorec.v1.GetModelResponse;
import io.autorec.v1.ListModelsResponse;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.LoadModelResponse;
import io.autorec.v1.ModelRef;
import io.autorec.v1.OutputEncoding;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.Prediction;
import io.autorec.v1.RankBy;
import io.autorec.v1.Rating;
import io.autorec.v1.RatingScale;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.ServedVersions;
import io.autorec.v1.SetLabelRequest;
import io.autorec.v1.SetLabelResponse;
import io.autorec.v1.SimilarItem;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarItemsResponse;
import io.autorec.v1.SimilarUser;
import io.autorec.v1.SimilarUsersRequest;
import io.autorec.v1.SimilarUsersResponse;
import io.autorec.v1.UnloadModelRequest;
import io.autorec.v1.UnloadModelResponse;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks an answer against its request: sizes, ids, exclusions, bounds of the ratings. */
final class AnswerCheck {
  private static final int DEFAULT_TOP_N = 10;

  private final List<ServedModel> models;

  AnswerCheck(List<ServedModel> models) {
    this.models = List.copyOf(models);
  }

  /** Returns the fault of an answer; empty if there is none. */
  Optional<String> wrong(String method, byte[] request, byte[] answer)
      throws InvalidProtocolBufferException {
    return Optional.ofNullable(
            switch (method) {
              case "Predict" ->
                  predict(PredictRequest.parseFrom(request), PredictResponse.parseFrom(answer));
              case "Recommend" ->
                  recommend(
                      RecommendRequest.parseFrom(request), RecommendResponse.parseFrom(answer));
              case "SimilarItems" ->
                  similarItems(
                      SimilarItemsRequest.parseFrom(request),
                      SimilarItemsResponse.parseFrom(answer));
              case "SimilarUsers" ->
                  similarUsers(
                      SimilarUsersRequest.parseFrom(request),
                      SimilarUsersResponse.parseFrom(answer));
              case "GetModel" ->
                  GetModelResponse.parseFrom(answer).getModel().hasManifest() ? "" : "no manifest";
              case "ListModels" ->
                  ListModelsResponse.parseFrom(answer).getModelsCount() == models.size()
                      ? ""
                      : "other models";
              case "LoadModel" ->
                  loaded(LoadModelRequest.parseFrom(request), LoadModelResponse.parseFrom(answer));
              case "UnloadModel" ->
                  unloaded(
                      UnloadModelRequest.parseFrom(request), UnloadModelResponse.parseFrom(answer));
              case "SetLabel" ->
                  labelled(SetLabelRequest.parseFrom(request), SetLabelResponse.parseFrom(answer));
              default -> TensorCheck.wrong(models, method, request, answer);
            })
        .filter(wrong -> !wrong.isEmpty());
  }

  private ServedModel model(ModelRef ref) {
    return models.stream().filter(model -> model.ref().equals(ref)).findFirst().orElseThrow();
  }

  private String predict(PredictRequest request, PredictResponse answer) {
    ServedModel model = model(answer.getModel());
    if (!model.predicts()) {
      return "predicts, without ratings to learn from";
    }
    int columns =
        request.getIdsCount() == 0
            ? model.positions(model.orientation(request.getOrientation())).size()
            : answer.getIdsCount();
    if (answer.getIdsCount() + answer.getUnknownIdsCount() > request.getIdsCount()) {
      return "more ids than were asked for";
    }
    if (answer.getPredictionsCount() != request.getVectorsCount()) {
      return answer.getPredictionsCount() + " predictions of " + request.getVectorsCount();
    }
    for (Prediction prediction : answer.getPredictionsList()) {
      List<Float> values = values(prediction, request.getOutputEncoding());
      if (values.size() != columns) {
        return values.size() + " values of " + columns;
      }
      for (float value : values) {
        if (!isRating(value, model.scale())) {
          return "predicts " + value;
        }
      }
    }
    return "";
  }

  /** Returns true if a version is served; for version 0, if any is. */
  private static boolean serves(ServedVersions served, ModelRef model) {
    return model.getVersion() == 0
        ? served.getVersionsCount() > 0
        : served.getVersionsList().contains(model.getVersion());
  }

  private static String loaded(LoadModelRequest request, LoadModelResponse answer) {
    ServedVersions served = answer.getServed();
    return serves(served, request.getModel())
        ? ""
        : "loaded, and serves " + served.getVersionsList();
  }

  private static String unloaded(UnloadModelRequest request, UnloadModelResponse answer) {
    ServedVersions served = answer.getServed();
    return serves(served, request.getModel())
        ? "unloaded, and serves " + served.getVersionsList()
        : "";
  }

  private static String labelled(SetLabelRequest request, SetLabelResponse answer) {
    ServedVersions served = answer.getServed();
    Long version = served.getLabelsMap().get(request.getLabel());
    boolean done =
        request.getModel().getVersion() == 0
            ? version == null
            : version != null && version == request.getModel().getVersion();
    return done ? "" : "labelled, and has " + served.getLabelsMap();
  }

  private static List<Float> values(Prediction prediction, OutputEncoding encoding) {
    if (encoding != OutputEncoding.OUTPUT_ENCODING_BYTES) {
      return prediction.getValuesList();
    }
    FloatBuffer floats =
        prediction
            .getValueBytes()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    List<Float> values = new ArrayList<>();
    while (floats.hasRemaining()) {
      values.add(floats.get());
    }
    return values;
  }

  private String recommend(RecommendRequest request, RecommendResponse answer) {
    ServedModel model = model(answer.getModel());
    Set<String> allowed = new HashSet<>(model.items());
    if (request.getCandidateIdsCount() > 0) {
      allowed.retainAll(request.getCandidateIdsList());
    }
    request.getExcludeIdsList().forEach(allowed::remove);
    if (!request.getIncludeRated()) {
      for (Rating rating : request.getRatings().getRatingsList()) {
        allowed.remove(rating.getId());
      }
      for (Rating rating : request.getNewRatings().getRatingsList()) {
        allowed.remove(rating.getId());
      }
    }
    RankBy order = model.order(request.getRankBy());
    if (answer.getRankedBy() != order) {
      return "ranked by " + answer.getRankedBy();
    }
    List<String> shown = new ArrayList<>();
    float last = Float.POSITIVE_INFINITY;
    for (Recommendation item : answer.getRecommendationsList()) {
      String wrong = numbers(request, order, item, model);
      if (!wrong.isEmpty()) {
        return wrong;
      }
      if (request.getDiversity() == 0 && item.getScore() > last) {
        return "score " + item.getScore() + " after " + last;
      }
      last = item.getScore();
      if (item.getReasonsCount() > request.getExplain()) {
        return item.getReasonsCount() + " reasons";
      }
      shown.add(item.getItemId());
    }
    return list(shown, allowed, request.hasTopN(), request.getTopN());
  }

  private static String numbers(
      RecommendRequest request, RankBy order, Recommendation item, ServedModel model) {
    RatingScale scale = model.scale();
    boolean byRating = order == RankBy.RANK_BY_PREDICTED_RATING;
    boolean isBounded =
        (request.hasMinPredictedRating()
                && request.getMinPredictedRating() > Float.NEGATIVE_INFINITY)
            || (request.hasMaxPredictedRating()
                && request.getMaxPredictedRating() < Float.POSITIVE_INFINITY);
    float predicted = item.getPredictedRating();
    if (!item.hasPredictedRating()) {
      if (byRating || isBounded) {
        return "no predicted rating";
      }
    } else if (!model.predicts()
        || request.getOmitPredictedRatings()
        || !isRating(predicted, scale)
        || (request.hasMinPredictedRating() && predicted < request.getMinPredictedRating())
        || (request.hasMaxPredictedRating() && predicted > request.getMaxPredictedRating())) {
      return "predicts " + predicted;
    }
    float score = item.getScore();
    float clipped = Math.min(scale.getMax(), Math.max(scale.getMin(), score));
    return Float.isFinite(score) && (!byRating || clipped == predicted) ? "" : "score " + score;
  }

  private String similarItems(SimilarItemsRequest request, SimilarItemsResponse answer) {
    Set<String> allowed = new HashSet<>(model(answer.getModel()).items());
    allowed.remove(request.getItemId());
    for (SimilarItem item : answer.getItemsList()) {
      if (!isSimilarity(item.getSimilarity())) {
        return "similarity " + item.getSimilarity();
      }
    }
    return list(
        answer.getItemsList().stream().map(SimilarItem::getItemId).toList(),
        allowed,
        request.hasTopN(),
        request.getTopN());
  }

  private String similarUsers(SimilarUsersRequest request, SimilarUsersResponse answer) {
    Set<String> allowed = new HashSet<>(model(answer.getModel()).users());
    allowed.remove(request.getUserId());
    for (SimilarUser user : answer.getUsersList()) {
      if (!isSimilarity(user.getSimilarity())) {
        return "similarity " + user.getSimilarity();
      }
    }
    return list(
        answer.getUsersList().stream().map(SimilarUser::getUserId).toList(),
        allowed,
        request.hasTopN(),
        request.getTopN());
  }

  private static String list(List<String> shown, Set<String> allowed, boolean asked, int topN) {
    if (shown.size() > (asked ? topN : DEFAULT_TOP_N)) {
      return shown.size() + " entries of " + topN;
    }
    for (String id : shown) {
      // Removed, so that a second one of an id is found too.
      if (!allowed.remove(id)) {
        return "shows \"" + id + "\"";
      }
    }
    return "";
  }

  private static boolean isRating(float value, RatingScale scale) {
    return value >= scale.getMin() && value <= scale.getMax();
  }

  private static boolean isSimilarity(float value) {
    return value >= -1 && value <= 1;
  }
}
