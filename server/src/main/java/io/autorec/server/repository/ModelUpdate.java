package io.autorec.server.repository;

import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.server.repository.policy.VersionPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change of the served versions of a model. Its new versions are loaded but do not serve yet. The
 * catalogue serves the update, or it is discarded.
 *
 * @param name the model
 * @param before the versions that serve now
 * @param after the versions that will serve
 * @param loaded the new ones among the versions that will serve
 */
record ModelUpdate(String name, ServedModel before, ServedModel after, List<ServedVersion> loaded) {

  /** Opens versions. */
  interface Loading {
    /**
     * Opens a version; returns empty if it is bad.
     *
     * @throws DeviceUnavailableException if the device does not work while the server starts
     */
    Optional<ServedVersion> load(long version, Path folder) throws DeviceUnavailableException;
  }

  /**
   * Loads the versions that a policy chooses and that do not serve yet.
   *
   * @param onDisk the folders of the versions
   */
  static ModelUpdate plan(
      String name,
      ServedModel before,
      NavigableMap<Long, Path> onDisk,
      VersionPolicy policy,
      Loading loading)
      throws DeviceUnavailableException {
    NavigableSet<Long> there = new TreeSet<>(onDisk.keySet());
    there.addAll(before.versions().keySet());
    NavigableMap<Long, ServedVersion> next = new TreeMap<>();
    List<ServedVersion> loaded = new ArrayList<>();
    boolean complete = false;
    try {
      VersionPolicy.Choice choice =
          policy.choose(
              there,
              version -> {
                ServedVersion served = before.versions().get(version);
                Path folder = onDisk.get(version);
                if (served == null && folder != null) {
                  Optional<ServedVersion> opened = loading.load(version, folder);
                  opened.ifPresent(loaded::add);
                  served = opened.orElse(null);
                }
                if (served == null) {
                  return false;
                }
                next.put(version, served);
                return true;
              });
      ServedModel after =
          policy.takesAway() ? ServedModel.NONE : kept(before, next, choice.main(), policy);
      complete = true;
      return new ModelUpdate(name, before, after, loaded);
    } finally {
      if (!complete) {
        loaded.forEach(ServedVersion::retire);
      }
    }
  }

  /** Adds to the chosen versions those that keep serving because no other takes their place. */
  private static ServedModel kept(
      ServedModel before,
      NavigableMap<Long, ServedVersion> next,
      OptionalLong chosen,
      VersionPolicy policy) {
    OptionalLong main = chosen.isPresent() ? chosen : before.main();
    if (main.isPresent()) {
      next.computeIfAbsent(main.getAsLong(), before.versions()::get);
    }
    Map<String, Long> labels = new TreeMap<>();
    policy
        .said()
        .getLabelsMap()
        .forEach(
            (label, version) -> {
              Long pointed = before.labels().get(label);
              if (next.containsKey(version)) {
                labels.put(label, version);
              } else if (pointed != null) {
                labels.put(label, pointed);
                next.computeIfAbsent(pointed, before.versions()::get);
              }
            });
    return new ServedModel(next, main, labels);
  }

  /** Returns the versions that stop serving. */
  NavigableMap<Long, ServedVersion> retired() {
    NavigableMap<Long, ServedVersion> retired = new TreeMap<>(before.versions());
    retired.keySet().removeAll(after.versions().keySet());
    return retired;
  }

  /** Closes the versions that were loaded for the update. */
  void discard() {
    loaded.forEach(ServedVersion::retire);
  }
}
