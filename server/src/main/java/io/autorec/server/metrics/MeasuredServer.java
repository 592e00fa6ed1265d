package io.autorec.server.metrics;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A running server, as the metrics show it. */
public interface MeasuredServer {
  /** The stages of a server's life. */
  enum State {
    /** Models are being loaded; calls are refused. */
    LOADING,
    /** Calls are answered. */
    SERVING,
    /** No model is served: there was none yet, or all were unloaded. */
    NO_MODEL,
    /** Calls in flight are answered, new ones refused. */
    DRAINING
  }

  /** Returns the labels of the build, such as its version. */
  Map<String, String> build();

  /** Returns the stage of the server. */
  State state();

  /** Returns the loaded versions. */
  Collection<? extends MeasuredModel> models();

  /**
   * Returns the number of versions that could not be loaded, by model. Models without such versions
   * are left out.
   */
  Map<String, Long> badVersions();

  /** Returns the number of calls that wait for a thread outside of models, by kind of work. */
  Map<String, Integer> waiting();

  /** Returns the counts of its calls. */
  CallCounts calls();

  /** Returns the time when its certificate expires, if it has one. */
  Optional<Instant> certificateExpiry();

  /** Returns the metrics of its connections. */
  ConnectionSnapshots connections();
}
