package io.autorec.server.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server that loads, and has no models and no calls. */
class NothingMeasured implements MeasuredServer {
  @Override
  public Map<String, String> build() {
    return Map.of("version", "test");
  }

  @Override
  public State state() {
    return State.LOADING;
  }

  @Override
  public List<MeasuredModel> models() {
    return List.of();
  }

  @Override
  public Optional<Instant> certificateExpiry() {
    return Optional.empty();
  }

  @Override
  public CallCounts calls() {
    return new CallCounts(List.of());
  }

  @Override
  public ConnectionSnapshots connections() {
    return new ConnectionSnapshots(() -> 0, () -> 0, () -> 0);
  }

  @Override
  public Map<String, Integer> waiting() {
    return Map.of();
  }

  @Override
  public Map<String, Long> badVersions() {
    return Map.of();
  }
}
