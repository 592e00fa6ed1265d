package io.autorec.server.endpoint;

import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.request.Limits;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What calls are answered from, and whether they are. Safe for use by several threads. */
@Singleton
public final class Serving {
  /** The stages of a server's life. */
  enum Phase {
    LOADING,
    SERVING,
    DRAINING
  }

  /** The models and the limits of a serving server. */
  record Models(ModelCatalog catalog, Limits limits) {}

  private volatile Phase phase = Phase.LOADING;
  private volatile @Nullable Models models;

  /** Starts to answer. */
  public void open(ModelCatalog catalog, Limits limits) {
    models = new Models(catalog, limits);
    phase = Phase.SERVING;
  }

  /** Refuses new calls from now on; those under way go on. */
  public void drain() {
    phase = Phase.DRAINING;
  }

  Phase phase() {
    return phase;
  }

  Optional<Models> models() {
    return Optional.ofNullable(models);
  }
}
