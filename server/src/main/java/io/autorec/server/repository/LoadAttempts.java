package io.autorec.server.repository;

import io.autorec.server.inference.DeviceUnavailableException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads versions, and remembers what could not be loaded until its files change. One thread loads
 * at a time; any may ask for what is bad.
 */
final class LoadAttempts {
  private static final Logger log = LoggerFactory.getLogger(LoadAttempts.class);

  private final ModelLoader loader;
  private final Map<Path, Attempt> failed = new ConcurrentHashMap<>();
  private final Set<Path> stillThere = new HashSet<>();

  /** What was found in a folder, and why it could not be used. */
  private record Attempt(String state, BadVersion bad) {}

  LoadAttempts(ModelLoader loader) {
    this.loader = loader;
  }

  /**
   * Loads a version, unless it is known to be bad.
   *
   * @param starting whether the device has still to show that it works
   * @throws DeviceUnavailableException if it does not, while starting
   */
  Optional<LoadedModel> load(String name, long version, Path path, boolean starting)
      throws DeviceUnavailableException {
    // Before it is opened: what changes from now on calls for another attempt.
    String state = RepositoryFolder.state(path);
    if (isKnown(path, state)) {
      return Optional.empty();
    }
    try {
      LoadedModel model = loader.load(name, version, path);
      log.info(
          "loaded {} version {}: {}-based, {} users x {} items, on {}",
          name,
          version,
          model.metadata().orientation(),
          model.metadata().users().size(),
          model.metadata().items().size(),
          model.device().label());
      return Optional.of(model);
    } catch (DeviceUnavailableException e) {
      if (starting) {
        throw e;
      }
      failed(path, state, new BadVersion(name, version, oneLine(e)), e);
    } catch (Exception | OutOfMemoryError e) {
      failed(path, state, new BadVersion(name, version, oneLine(e)), e);
    }
    return Optional.empty();
  }

  /** Looks whether a folder still holds what a version was loaded from. */
  void compare(LoadedModel model, Path folder) {
    if (!model.files().look(folder, loader::holds)) {
      return;
    }
    if (model.overwritten()) {
      log.warn(
          "{} version {} on disk is no more what is loaded, which serves on (expected: a number of"
              + " its own for what is new; or to restart every server)",
          model.name(),
          model.version());
    } else {
      log.info("{} version {}: nothing else is on disk any more", model.name(), model.version());
    }
  }

  /** Whether a path was bad, and is as it was then. */
  boolean isKnown(Path path, String state) {
    Attempt before = failed.get(path);
    boolean known = before != null && before.state.equals(state);
    if (known) {
      stillThere.add(path);
    }
    return known;
  }

  /** Remembers what is bad. Clients are told why; the cause, with its paths, is for the log. */
  void failed(Path path, String state, BadVersion bad, Throwable thrown) {
    Throwable cause = thrown.getCause();
    log.warn(
        "skipped {}{}: {}",
        bad.name(),
        bad.version() == 0 ? "" : " version " + bad.version(),
        cause == null ? bad.why() : bad.why() + " (" + oneLine(cause) + ")");
    failed.put(path, new Attempt(state, bad));
    stillThere.add(path);
  }

  static String oneLine(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return thrown.getMessage() + " (expected: more memory, by -Xmx in JAVA_OPTS)";
    }
    return String.valueOf(thrown.getMessage()).replaceAll("\\s+", " ");
  }

  /** Forgets what was not met again since the last time. */
  void forgetOthers() {
    failed.keySet().retainAll(stillThere);
    stillThere.clear();
  }

  /** What is bad. */
  List<BadVersion> bad() {
    Collection<Attempt> attempts = failed.values();
    return attempts.stream().map(Attempt::bad).toList();
  }
}
