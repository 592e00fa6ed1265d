package io.autorec.server.endpoint;

import io.autorec.inference.ModelInferResponse;
import io.autorec.model.RatingScale;
import io.autorec.server.answer.PredictedRatings;
import io.autorec.server.answer.RecommendedItems;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.infer.InferQuery;
import io.autorec.server.request.infer.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the answers to ModelInfer requests. */
final class InferResponses {
  private InferResponses() {}

  /** Builds an answer from reconstructed rows, which are not clipped. */
  static ModelInferResponse rows(InferQuery query, PredictedRatings answer) {
    ModelInferResponse.Builder response = response(query, answer.model());
    TensorWriter writer = new TensorWriter(response, query.isRaw());
    for (Output output : query.outputs()) {
      switch (output) {
        case RECONSTRUCTION ->
            writer.floats(output, clipped(answer.rows(), answer.model().metadata().scale()));
        case SCORES -> writer.floats(output, answer.rows());
        case ITEM_ID, SCORE -> throw new IllegalStateException(output + " of rows");
      }
    }
    return response.build();
  }

  private static List<float[]> clipped(List<float[]> rows, RatingScale scale) {
    List<float[]> clipped = new ArrayList<>(rows.size());
    for (float[] row : rows) {
      float[] values = row.clone();
      scale.clip(values);
      clipped.add(values);
    }
    return clipped;
  }

  /**
   * Builds an answer from the lists of users. Lists that are shorter than the longest are padded.
   */
  static ModelInferResponse users(InferQuery query, List<RecommendedItems> lists) {
    ModelInferResponse.Builder response = response(query, lists.get(0).model());
    TensorWriter writer = new TensorWriter(response, query.isRaw());
    int width = lists.stream().mapToInt(list -> list.query().topN()).max().orElseThrow();
    for (Output output : query.outputs()) {
      switch (output) {
        case ITEM_ID -> writer.texts(output, lists.stream().map(list -> ids(list, width)).toList());
        case SCORE ->
            writer.floats(output, lists.stream().map(list -> scores(list, width)).toList());
        case RECONSTRUCTION, SCORES -> throw new IllegalStateException(output + " of users");
      }
    }
    return response.build();
  }

  private static List<String> ids(RecommendedItems list, int width) {
    List<String> ids = new ArrayList<>(width);
    list.items().forEach(item -> ids.add(item.id()));
    while (ids.size() < width) {
      ids.add("");
    }
    return ids;
  }

  private static float[] scores(RecommendedItems list, int width) {
    float[] scores = new float[width];
    Arrays.fill(scores, Float.NaN);
    for (int i = 0; i < list.items().size(); i++) {
      scores[i] = list.items().get(i).score();
    }
    return scores;
  }

  private static ModelInferResponse.Builder response(InferQuery query, LoadedModel model) {
    return ModelInferResponse.newBuilder()
        .setModelName(model.name())
        .setModelVersion(Long.toString(model.version()))
        .setId(query.id());
  }
}
