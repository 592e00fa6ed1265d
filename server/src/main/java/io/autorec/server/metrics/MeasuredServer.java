package io.autorec.server.metrics;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A running server, as metrics see it. */
public interface MeasuredServer {
  /** The stages of a server's life. */
  enum State {
    /** Models are being loaded; calls are refused. */
    LOADING,
    /** Calls are answered. */
    SERVING,
    /** No model is served: there was none yet, or all were taken away. */
    NO_MODEL,
    /** Calls under way are answered, new ones refused. */
    DRAINING
  }

  /** What it is, such as its version, by what; empty where that is not shown. */
  default Map<String, String> build() {
    return Map.of();
  }

  /** Which stage it is in. */
  State state();

  /** What is loaded. */
  Collection<? extends MeasuredModel> models();

  /** How many versions on disk could not be loaded, by the name of their model; none: left out. */
  Map<String, Long> badVersions();

  /** How many calls wait for a thread beside the queues of models, by what for. */
  Map<String, Integer> waiting();

  /** How its calls ended. */
  CallCounts calls();

  /** When its certificate expires, if it has one. */
  Optional<Instant> certificateExpiry();

  /** Its connections. */
  ConnectionSnapshots connections();
}
