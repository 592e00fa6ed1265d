package io.autorec.server.launch;

import io.autorec.server.access.Access;
import io.autorec.server.access.Scope;
import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.server.launch.settings.ModelSettings;
import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.RepositoryException;
import io.autorec.server.repository.version.ModelLoader;

/** Loads the models that a server starts with. */
final class InitialModels {
  private InitialModels() {}

  /**
   * Loads the models.
   *
   * @throws StartException if they cannot be loaded, or if there is none and the server may not
   *     wait for one
   */
  static ModelCatalog load(ServerSettings settings, Access access) throws StartException {
    ModelSettings models = settings.models();
    ModelCatalog catalog = load(settings);
    if (models.requireModel() ? !catalog.isEmpty() : !catalog.isWaiting()) {
      return catalog;
    }
    boolean mayComeLater = models.reloadInterval().isPresent() || access.offers(Scope.ADMIN);
    if (mayComeLater && !models.requireModel()) {
      return catalog;
    }
    catalog.close();
    throw new StartException(
        ("models: \"%s\" holds no model that can be served; the log says what is bad (expected:"
                + " NAME/VERSION/model.onnx in it; or %s, to wait for one)")
            .formatted(
                models.folder(),
                models.requireModel() ? "no --require-model" : "--reload-seconds above 0"));
  }

  private static ModelCatalog load(ServerSettings settings) throws StartException {
    ModelSettings models = settings.models();
    int cores = Runtime.getRuntime().availableProcessors();
    ModelLoader loader =
        new ModelLoader(settings.batches().sessions(cores), settings.batches().queueRows());
    try {
      return ModelCatalog.load(models.folder(), models.defaultModel(), models.versions(), loader);
    } catch (RepositoryException | DeviceUnavailableException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      throw new StartException(
          ("memory: not enough for the models and batches of %s rows (%s; lower --max-batch, or raise"
                  + " -Xmx and -XX:MaxDirectMemorySize in JAVA_OPTS)")
              .formatted(settings.batches().maxBatch(), e.getMessage()));
    }
  }
}
