package io.autorec.server.endpoint;

import io.autorec.server.repository.LoadedModel;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.v1.ModelInfo;
import io.autorec.v1.ModelRef;

/** How answers speak of models. */
final class ModelInfos {
  private ModelInfos() {}

  static ModelRef ref(LoadedModel model) {
    return ModelRef.newBuilder().setName(model.name()).setVersion(model.version()).build();
  }

  static ModelInfo info(LoadedModel model, ModelCatalog catalog) {
    return ModelInfo.newBuilder()
        .setModel(ref(model))
        .setManifest(model.metadata().manifest())
        .setDevice(model.device().label())
        .setDefault(catalog.isDefault(model))
        .build();
  }
}
