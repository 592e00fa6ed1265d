package io.autorec.server.repository;

import io.autorec.server.inference.DeviceUnavailableException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a repository folder that are loaded: of each name the newest good versions.
 *
 * <p>Looking models up is safe for use by several threads, while one thread calls {@link #refresh}:
 *
 * <ul>
 *   <li>A version is in the catalogue once it has been checked, opened and run, never before.
 *   <li>A version that cannot be loaded changes nothing; it is tried again when its files change.
 *   <li>A version leaves the catalogue only for newer ones, not because its folder has gone.
 *   <li>A version that has left is closed when the last call that leased it has ended.
 * </ul>
 */
public final class ModelCatalog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelCatalog.class);

  private final RepositoryFolder folder;
  private final ModelLoader loader;
  private final int versionsEach;
  private final ExecutorService closer =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "model-closer"));
  // Immutable; replaced as a whole.
  private volatile SortedMap<String, NavigableMap<Long, ServedVersion>> models = new TreeMap<>();
  private volatile String defaultName = "";
  private final Map<Path, Attempt> failed = new ConcurrentHashMap<>();
  private final Set<ServedVersion> retired = ConcurrentHashMap.newKeySet();

  /** What was found in a version's folder, and why it could not be loaded. */
  private record Attempt(String state, BadVersion bad) {}

  private ModelCatalog(Path folder, ModelLoader loader, int versionsEach) {
    this.folder = new RepositoryFolder(folder);
    this.loader = loader;
    this.versionsEach = versionsEach;
  }

  /**
   * Loads the newest good versions of every model; bad ones are logged, and the next older tried.
   *
   * @param folder the repository
   * @param defaultName the model that unnamed requests get; "" for the first by name
   * @param versionsEach how many versions of a model
   * @throws RepositoryException if there is no model to serve, or the default is none of them
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ModelCatalog load(
      Path folder, String defaultName, int versionsEach, ModelLoader loader)
      throws RepositoryException, DeviceUnavailableException {
    ModelCatalog catalog = new ModelCatalog(folder, loader, versionsEach);
    boolean complete = false;
    try {
      catalog.fill(folder, defaultName);
      complete = true;
      return catalog;
    } finally {
      if (!complete) {
        catalog.close();
      }
    }
  }

  private void fill(Path path, String wantedDefault)
      throws RepositoryException, DeviceUnavailableException {
    List<Path> modelFolders = folder.models();
    if (modelFolders.isEmpty()) {
      throw new RepositoryException(
          "models: \"" + path + "\" is empty (expected: <name>/<version>/model.onnx in it)");
    }
    List<String> names = modelFolders.stream().map(RepositoryFolder::name).toList();
    if (!wantedDefault.isEmpty() && !names.contains(wantedDefault)) {
      throw new RepositoryException(
          "default model: \"" + wantedDefault + "\" (expected: one of " + names + ")");
    }
    for (Path model : modelFolders) {
      if (RepositoryFolder.versions(model).isEmpty()) {
        log.warn("skipped {}: no folder with a version number in it", RepositoryFolder.name(model));
      }
    }
    refresh();
    if (models.isEmpty()) {
      throw new RepositoryException(
          "models: \"" + path + "\" holds no model that can be loaded; see the log");
    }
    if (!wantedDefault.isEmpty() && !models.containsKey(wantedDefault)) {
      throw new RepositoryException(
          "default model: \"" + wantedDefault + "\" (expected: one of " + models.keySet() + ")");
    }
    defaultName = wantedDefault.isEmpty() ? models.firstKey() : wantedDefault;
  }

  /**
   * Looks at the repository again. To be called by one thread at a time.
   *
   * @throws RepositoryException if the folder cannot be read: nothing has changed then
   * @throws DeviceUnavailableException if the device does not work, or no longer does
   */
  public void refresh() throws RepositoryException, DeviceUnavailableException {
    Map<Path, Attempt> stillBad = new HashMap<>();
    for (Path model : folder.models()) {
      refresh(model, stillBad);
    }
    failed.keySet().retainAll(stillBad.keySet());
  }

  private void refresh(Path model, Map<Path, Attempt> stillBad)
      throws RepositoryException, DeviceUnavailableException {
    String name = RepositoryFolder.name(model);
    NavigableMap<Long, Path> onDisk = RepositoryFolder.versions(model);
    NavigableMap<Long, ServedVersion> serving = models.getOrDefault(name, new TreeMap<>());
    TreeMap<Long, Path> candidates = new TreeMap<>(onDisk);
    serving.keySet().forEach(version -> candidates.putIfAbsent(version, model));
    NavigableMap<Long, ServedVersion> next = new TreeMap<>();
    for (Map.Entry<Long, Path> candidate : candidates.descendingMap().entrySet()) {
      long version = candidate.getKey();
      if (next.size() == versionsEach) {
        break;
      }
      ServedVersion served = serving.get(version);
      if (served == null) {
        served = tryLoad(name, version, candidate.getValue(), stillBad);
      }
      if (served != null) {
        next.put(version, served);
        if (!serving.containsKey(version)) {
          // At once, and beside the others: the next one may take long to load.
          publish(name, with(serving, next));
        }
      }
    }
    if (!next.keySet().equals(serving.keySet())) {
      publish(name, next);
      serving.forEach(
          (version, old) -> {
            if (!next.containsKey(version)) {
              retire(name, version, old);
            }
          });
    }
  }

  private static NavigableMap<Long, ServedVersion> with(
      NavigableMap<Long, ServedVersion> serving, NavigableMap<Long, ServedVersion> more) {
    NavigableMap<Long, ServedVersion> both = new TreeMap<>(serving);
    both.putAll(more);
    return both;
  }

  private void publish(String name, NavigableMap<Long, ServedVersion> versions) {
    SortedMap<String, NavigableMap<Long, ServedVersion>> changed = new TreeMap<>(models);
    changed.put(name, new TreeMap<>(versions));
    models = changed;
  }

  /** Loads a version; null if it is bad, whether that is found now or is known. */
  private @Nullable ServedVersion tryLoad(
      String name, long version, Path path, Map<Path, Attempt> stillBad)
      throws DeviceUnavailableException {
    // Before it is opened: what changes from now on calls for another attempt.
    String state = RepositoryFolder.state(path);
    Attempt before = failed.get(path);
    if (before != null && before.state.equals(state)) {
      stillBad.put(path, before);
      return null;
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
      return new ServedVersion(model, closer);
    } catch (DeviceUnavailableException e) {
      if (defaultName.isEmpty()) {
        throw e;
      }
      bad(name, version, path, state, e, stillBad);
    } catch (Exception | OutOfMemoryError e) {
      bad(name, version, path, state, e, stillBad);
    }
    return null;
  }

  private void bad(
      String name,
      long version,
      Path path,
      String state,
      Throwable thrown,
      Map<Path, Attempt> stillBad) {
    // Clients are told why; the cause, with its paths, is for the log.
    String why = oneLine(thrown);
    Throwable cause = thrown.getCause();
    log.warn(
        "skipped {} version {}: {}",
        name,
        version,
        cause == null ? why : why + " (" + oneLine(cause) + ")");
    Attempt attempt = new Attempt(state, new BadVersion(name, version, why));
    failed.put(path, attempt);
    stillBad.put(path, attempt);
  }

  private static String oneLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).replaceAll("\\s+", " ");
  }

  private void retire(String name, long version, ServedVersion old) {
    log.info("retired {} version {}: newer ones serve", name, version);
    retired.removeIf(ServedVersion::isClosed);
    retired.add(old);
    old.retire();
  }

  /**
   * A model by its name and version, to be read and not to be run.
   *
   * @param name "" for the default
   * @param version 0 for the newest
   */
  public Optional<LoadedModel> find(String name, long version) {
    return served(name, version).map(ServedVersion::model);
  }

  /** The same, to be run for as long as the lease lasts. */
  public Optional<ModelLease> lease(String name, long version) {
    while (true) {
      Optional<ServedVersion> served = served(name, version);
      if (served.isEmpty()) {
        return Optional.empty();
      }
      Optional<ModelLease> lease = served.get().lease();
      if (lease.isPresent()) {
        return lease;
      }
      // Closed since it was looked up: by then the catalogue had others.
    }
  }

  private Optional<ServedVersion> served(String name, long version) {
    NavigableMap<Long, ServedVersion> versions = models.get(name.isEmpty() ? defaultName : name);
    if (versions == null) {
      return Optional.empty();
    }
    return version == 0
        ? Optional.of(versions.lastEntry().getValue())
        : Optional.ofNullable(versions.get(version));
  }

  /** All models, by name and version. */
  public List<LoadedModel> all() {
    return models.values().stream()
        .flatMap(versions -> versions.values().stream())
        .map(ServedVersion::model)
        .toList();
  }

  /** Versions on disk that could not be loaded, by name and version. */
  public List<BadVersion> bad() {
    return failed.values().stream()
        .map(Attempt::bad)
        .sorted(Comparator.comparing(BadVersion::name).thenComparing(BadVersion::version))
        .toList();
  }

  /** Whether unnamed requests get this one. */
  public boolean isDefault(LoadedModel model) {
    return find("", 0).filter(found -> found == model).isPresent();
  }

  /** Closes all that is open, whoever uses it. */
  @Override
  public void close() {
    models.values().forEach(versions -> versions.values().forEach(ServedVersion::closeNow));
    retired.forEach(ServedVersion::closeNow);
    closer.shutdown();
    try {
      // One that is being closed must not be when the process ends: ONNX Runtime would crash.
      boolean unused = closer.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
