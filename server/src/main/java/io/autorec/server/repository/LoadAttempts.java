package io.autorec.server.repository;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.server.repository.version.FolderState;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.ModelLoader;
import io.autorec.v1.RankBy;
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
 * Loads versions, and remembers those that could not be loaded until their files change. One thread
 * at a time loads; any thread may ask for the bad versions.
 */
final class LoadAttempts {
  private static final Logger log = LoggerFactory.getLogger(LoadAttempts.class);

  private final ModelLoader loader;
  private final Map<Path, Attempt> failed = new ConcurrentHashMap<>();
  private final Set<Path> stillThere = new HashSet<>();

  /** The state of a folder, and why the version in it could not be used. */
  private record Attempt(String state, BadVersion bad) {}

  LoadAttempts(ModelLoader loader) {
    this.loader = loader;
  }

  /**
   * Loads a version, unless it is known to be bad.
   *
   * @param starting true while the server starts
   * @throws DeviceUnavailableException if the device does not work while the server starts
   */
  Optional<LoadedModel> load(String name, long version, Path path, boolean starting)
      throws DeviceUnavailableException {
    // Before it is opened: a later change of the folder is a reason to try again.
    String state = FolderState.of(path);
    if (isKnown(path, state)) {
      return Optional.empty();
    }
    try {
      LoadedModel model = loader.load(name, version, path);
      log.info(
          "loaded {} version {}: {}-based, {} users x {} items, on {}, lists by {}",
          name,
          version,
          model.metadata().orientation(),
          model.metadata().users().size(),
          model.metadata().items().size(),
          model.deviceLabel(),
          order(model.metadata()));
      return Optional.of(model);
    } catch (Exception | OutOfMemoryError e) {
      if (starting && e instanceof DeviceUnavailableException unavailable) {
        throw unavailable;
      }
      failed(path, state, name, version, e);
    }
    return Optional.empty();
  }

  /** The default order of lists, in words. */
  private static String order(ModelMetadata metadata) {
    if (metadata.implicitFeedback()) {
      return "choice (it was trained on interactions without ratings)";
    }
    if (metadata.defaultOrder() == RankBy.RANK_BY_CHOICE) {
      return "choice";
    }
    return metadata.hasRankingHead()
        ? "predicted rating"
        : "predicted rating (it has no " + ModelFormat.RANKING_FILE + ")";
  }

  /** Checks if a folder still holds the files that a version was loaded from. */
  void compare(LoadedModel model, Path folder) {
    if (!loader.look(model, folder)) {
      return;
    }
    if (model.overwritten()) {
      log.warn(
          "{} version {} on disk differs from the loaded one, which serves on (expected: a new"
              + " number for new files; or to restart every server)",
          model.name(),
          model.version());
    } else {
      log.info("{} version {} on disk is the loaded one again", model.name(), model.version());
    }
  }

  /** Returns true if a path was bad and has not changed since. */
  boolean isKnown(Path path, String state) {
    Attempt before = failed.get(path);
    boolean known = before != null && before.state.equals(state);
    if (known) {
      stillThere.add(path);
    }
    return known;
  }

  /**
   * Remembers a bad version. Clients see the reason; only the log has its cause, which names paths.
   *
   * @param version 0: the serving.json of the model
   */
  void failed(Path path, String state, String name, long version, Throwable thrown) {
    BadVersion bad = new BadVersion(name, version, oneLine(thrown));
    Throwable cause = thrown.getCause();
    log.warn(
        "skipped {}{}: {}",
        bad.name(),
        bad.version() == 0 ? "" : " version " + bad.version(),
        cause == null ? bad.why() : bad.why() + " (" + oneLine(cause) + ")");
    failed.put(path, new Attempt(state, bad));
    stillThere.add(path);
  }

  private static String oneLine(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return thrown.getMessage() + " (expected: more memory, by -Xmx in JAVA_OPTS)";
    }
    return String.valueOf(thrown.getMessage()).replaceAll("\\s+", " ");
  }

  /** Forgets the bad versions that no attempt has met since the last call of this method. */
  void forgetOthers() {
    failed.keySet().retainAll(stillThere);
    stillThere.clear();
  }

  /** Returns the bad versions. */
  List<BadVersion> bad() {
    Collection<Attempt> attempts = failed.values();
    return attempts.stream().map(Attempt::bad).toList();
  }
}
