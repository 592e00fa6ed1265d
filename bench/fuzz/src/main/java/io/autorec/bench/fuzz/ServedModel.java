package io.autorec.bench.fuzz;

import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.Feedback;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.GetModelResponse;
import io.autorec.v1.Manifest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.RankBy;
import io.autorec.v1.RatingScale;
import io.grpc.Channel;
import java.util.List;
import java.util.Set;

/**
 * A served model, as clients see it.
 *
 * @param ref its name and version
 * @param isDefault true if a request that names no model gets it
 * @param orientation users or items as rows
 * @param scale of its ratings
 * @param orders what it can rank by
 * @param defaultOrder what it ranks by unless a request says otherwise
 * @param users ids
 * @param items ids
 */
record ServedModel(
    ModelRef ref,
    boolean isDefault,
    Orientation orientation,
    RatingScale scale,
    Set<RankBy> orders,
    RankBy defaultOrder,
    List<String> users,
    List<String> items) {
  ServedModel {
    orders = Set.copyOf(orders);
    users = List.copyOf(users);
    items = List.copyOf(items);
  }

  /** All models of a server. */
  static List<ServedModel> of(Channel channel) {
    AutoRecServiceBlockingStub stub = AutoRecServiceGrpc.newBlockingStub(channel);
    return stub
        .listModels(io.autorec.v1.ListModelsRequest.getDefaultInstance())
        .getModelsList()
        .stream()
        .map(
            info ->
                of(
                    stub.getModel(
                        GetModelRequest.newBuilder()
                            .setModel(info.getModel())
                            .setIncludeVocabulary(true)
                            .build())))
        .toList();
  }

  private static ServedModel of(GetModelResponse answer) {
    Manifest manifest = answer.getModel().getManifest();
    return new ServedModel(
        answer.getModel().getModel(),
        answer.getModel().getDefault(),
        manifest.getOrientation(),
        manifest.getRatingScale(),
        orders(manifest),
        manifest.getRanking().getDefaultOrder() == RankBy.RANK_BY_CHOICE
            ? RankBy.RANK_BY_CHOICE
            : RankBy.RANK_BY_PREDICTED_RATING,
        answer.getUsers().getIdsList(),
        answer.getItems().getIdsList());
  }

  private static Set<RankBy> orders(Manifest manifest) {
    if (manifest.getFeedback() == Feedback.FEEDBACK_IMPLICIT) {
      return Set.of(RankBy.RANK_BY_CHOICE);
    }
    return manifest.hasRanking()
        ? Set.of(RankBy.RANK_BY_CHOICE, RankBy.RANK_BY_PREDICTED_RATING)
        : Set.of(RankBy.RANK_BY_PREDICTED_RATING);
  }

  /** Returns true if it predicts ratings; else it only ranks. */
  boolean predicts() {
    return orders.contains(RankBy.RANK_BY_PREDICTED_RATING);
  }

  /** Ids of the positions of a vector of an orientation. */
  List<String> positions(Orientation vectors) {
    return vectors == Orientation.ORIENTATION_ITEM ? users : items;
  }

  /** The order of a Recommend: what it says, or the model's own. */
  RankBy order(RankBy asked) {
    return asked == RankBy.RANK_BY_UNSPECIFIED ? defaultOrder : asked;
  }

  /** The orientation of a Predict: what it says, or the model's own. */
  Orientation orientation(Orientation asked) {
    return asked == Orientation.ORIENTATION_UNSPECIFIED ? orientation : asked;
  }
}
