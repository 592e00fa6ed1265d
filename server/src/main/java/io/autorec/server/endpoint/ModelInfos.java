package io.autorec.server.endpoint;

import io.autorec.server.repository.LoadedModel;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.ModelName;
import io.autorec.server.request.Violation;
import io.autorec.v1.ModelInfo;
import io.autorec.v1.ModelRef;
import java.util.List;

/** How answers speak of models. */
final class ModelInfos {
  private ModelInfos() {}

  static ModelRef ref(LoadedModel model) {
    return ModelRef.newBuilder().setName(model.name()).setVersion(model.version()).build();
  }

  /** How a request names a model, checked. */
  static ModelName name(ModelRef ref) {
    if (ref.getVersion() < 0) {
      Refusals.requireNone(
          List.of(
              new Violation(
                  "model.version",
                  ref.getVersion() + " (expected: 0 or a version that is loaded)")));
    }
    if (ref.getVersion() != 0 && !ref.getLabel().isEmpty()) {
      Refusals.requireNone(
          List.of(new Violation("model.label", "beside a version (expected: one of them)")));
    }
    return new ModelName(ref.getName(), ref.getVersion(), ref.getLabel());
  }

  static ModelInfo info(LoadedModel model, ModelCatalog catalog) {
    return ModelInfo.newBuilder()
        .setModel(ref(model))
        .setManifest(model.metadata().manifest())
        .setDevice(model.device().label())
        .setDefault(catalog.isDefault(model))
        .addAllLabels(catalog.labels(model))
        .setOverwritten(model.overwritten())
        .build();
  }
}
