package io.autorec.server.repository;

import io.autorec.v1.ModelRef;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The served versions of a model. Immutable.
 *
 * @param versions the versions, by number
 * @param main the version for requests that name neither version nor label; empty if there is none
 * @param labels the labels, each with the version that it points to
 */
record ServedModel(
    NavigableMap<Long, ServedVersion> versions, OptionalLong main, Map<String, Long> labels) {
  static final ServedModel NONE = new ServedModel(new TreeMap<>(), OptionalLong.empty(), Map.of());

  ServedModel {
    versions = new TreeMap<>(versions);
    labels = Map.copyOf(labels);
  }

  /** Finds the version that a request names. */
  Optional<ServedVersion> find(ModelRef asked) {
    if (asked.getVersion() != 0) {
      return version(asked.getVersion());
    }
    if (!asked.getLabel().isEmpty()) {
      return version(labels.get(asked.getLabel()));
    }
    return main.isEmpty() ? Optional.empty() : version(main.getAsLong());
  }

  private Optional<ServedVersion> version(@Nullable Long number) {
    return number == null ? Optional.empty() : Optional.ofNullable(versions.get(number));
  }
}
