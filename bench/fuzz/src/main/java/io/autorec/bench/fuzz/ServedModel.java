package io.autorec.bench.fuzz;

import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.GetModelResponse;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.RatingScale;
import io.grpc.Channel;
import java.util.List;

/**
 * A served model, as clients see it.
 *
 * @param ref its name and version
 * @param isDefault true if a request that names no model gets it
 * @param orientation users or items as rows
 * @param scale of its ratings
 * @param users ids
 * @param items ids
 */
record ServedModel(
    ModelRef ref,
    boolean isDefault,
    Orientation orientation,
    RatingScale scale,
    List<String> users,
    List<String> items) {
  ServedModel {
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
    return new ServedModel(
        answer.getModel().getModel(),
        answer.getModel().getDefault(),
        answer.getModel().getManifest().getOrientation(),
        answer.getModel().getManifest().getRatingScale(),
        answer.getUsers().getIdsList(),
        answer.getItems().getIdsList());
  }

  /** Ids of the positions of a vector of an orientation. */
  List<String> positions(Orientation vectors) {
    return vectors == Orientation.ORIENTATION_ITEM ? users : items;
  }

  /** The orientation of a Predict: what it says, or the model's own. */
  Orientation orientation(Orientation asked) {
    return asked == Orientation.ORIENTATION_UNSPECIFIED ? orientation : asked;
  }
}
