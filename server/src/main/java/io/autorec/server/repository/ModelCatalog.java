package io.autorec.server.repository;

import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.v1.ServingPolicy;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a repository folder that are loaded: of each name the versions that its {@link
 * VersionPolicy} chooses.
 *
 * <p>Safe for use by several threads:
 *
 * <ul>
 *   <li>A version is in the catalogue once it has been checked, opened and run, never before.
 *   <li>A version that cannot be loaded changes nothing; it is tried again when its files change.
 *   <li>A version leaves the catalogue only for others, or when the policy takes the model away:
 *       not because its folder has gone.
 *   <li>A version that has left is closed when the last call that leased it has ended.
 *   <li>A label moves once the version that it is to point to is loaded.
 * </ul>
 */
public final class ModelCatalog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelCatalog.class);

  private final RepositoryFolder folder;
  private final LoadAttempts attempts;
  private final Policies policies;
  private final ExecutorService closer =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "model-closer"));
  // Immutable; replaced as a whole.
  private volatile SortedMap<String, ServedModel> models = new TreeMap<>();
  private volatile String defaultName = "";
  private boolean closed;
  private final Set<ServedVersion> retired = ConcurrentHashMap.newKeySet();

  private ModelCatalog(Path folder, ModelLoader loader, int versionsEach) {
    this.folder = new RepositoryFolder(folder);
    this.attempts = new LoadAttempts(loader);
    this.policies = new Policies(attempts, versionsEach);
  }

  /**
   * Loads the newest good versions of every model; bad ones are logged, and the next older tried.
   *
   * @param folder the repository
   * @param defaultName the model that unnamed requests get; "" for the first by name
   * @param versionsEach how many versions of a model
   * @throws RepositoryException if there is no model to serve or to have back, or the default is
   *     none of them
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
    refresh();
    NavigableSet<String> known = new TreeSet<>(models.keySet());
    // Taken away on purpose, and to be had back: such a model stays the default.
    modelFolders.stream()
        .filter(model -> policies.of(model).filter(VersionPolicy::takesAway).isPresent())
        .forEach(model -> known.add(RepositoryFolder.name(model)));
    if (known.isEmpty()) {
      throw new RepositoryException(
          "models: \"" + path + "\" holds no model that can be loaded; see the log");
    }
    if (!wantedDefault.isEmpty() && !known.contains(wantedDefault)) {
      throw new RepositoryException(
          "default model: \"" + wantedDefault + "\" (expected: one of " + known + ")");
    }
    defaultName = wantedDefault.isEmpty() ? known.first() : wantedDefault;
    known.removeAll(models.keySet());
    known.forEach(name -> log.warn("{} is not served: its {} says so", name, PolicyFile.NAME));
  }

  /**
   * Looks at the repository again.
   *
   * @throws RepositoryException if the folder cannot be read: nothing has changed then
   * @throws DeviceUnavailableException if the device does not work
   */
  public synchronized void refresh() throws RepositoryException, DeviceUnavailableException {
    if (closed) {
      return;
    }
    for (Path model : folder.models()) {
      Optional<VersionPolicy> policy = policies.of(model);
      if (policy.isPresent()) {
        refresh(model, policy.get());
      }
    }
    attempts.forgetOthers();
  }

  /** Looks at one model again. One that cannot be read is no reason to leave the others. */
  private void refresh(Path model, VersionPolicy policy) throws DeviceUnavailableException {
    try {
      NavigableSet<Long> there = new TreeSet<>(RepositoryFolder.versions(model).keySet());
      if (there.isEmpty() && defaultName.isEmpty()) {
        log.warn("skipped {}: no folder with a version number in it", RepositoryFolder.name(model));
      }
      there.addAll(model(RepositoryFolder.name(model)).versions().keySet());
      if (!there.isEmpty() && policy.leavesNone(there)) {
        String why = PolicyFile.NAME + ": leaves none of the versions that there are";
        failed(model, policy.said() + " " + there, new RepositoryException(why));
      }
      serve(plan(model, policy));
    } catch (RepositoryException e) {
      RepositoryException told = new RepositoryException("folder: cannot be read");
      failed(model, "unreadable", told);
    }
  }

  private void failed(Path model, String state, RepositoryException why) {
    if (!attempts.isKnown(model, state)) {
      BadVersion bad = new BadVersion(RepositoryFolder.name(model), 0, LoadAttempts.oneLine(why));
      attempts.failed(model, state, bad, why);
    }
  }

  /**
   * What a policy makes of a model, loaded and not yet served; to be given to {@link #serve}, under
   * the catalogue's lock, or discarded.
   */
  ModelUpdate plan(Path model, VersionPolicy policy)
      throws RepositoryException, DeviceUnavailableException {
    String name = RepositoryFolder.name(model);
    return ModelUpdate.plan(
        name,
        models.getOrDefault(name, ServedModel.NONE),
        RepositoryFolder.versions(model),
        policy,
        (version, folder) ->
            attempts
                .load(name, version, folder, defaultName.isEmpty())
                .map(loaded -> new ServedVersion(loaded, closer)));
  }

  /** Serves what was planned, at once. */
  void serve(ModelUpdate update) {
    SortedMap<String, ServedModel> changed = new TreeMap<>(models);
    if (update.after().versions().isEmpty()) {
      changed.remove(update.name());
    } else {
      changed.put(update.name(), update.after());
    }
    models = changed;
    update.retired().forEach((version, old) -> retire(update.name(), version, old));
  }

  private void retire(String name, long version, ServedVersion old) {
    log.info("retired {} version {}", name, version);
    retired.removeIf(ServedVersion::isClosed);
    retired.add(old);
    old.retire();
  }

  /** As {@link #find(ModelName)}, without a label. */
  public Optional<LoadedModel> find(String name, long version) {
    return find(ModelName.of(name, version));
  }

  /** As {@link #lease(ModelName)}, without a label. */
  public Optional<ModelLease> lease(String name, long version) {
    return lease(ModelName.of(name, version));
  }

  /** A model to be read and not to be run. */
  public Optional<LoadedModel> find(ModelName asked) {
    return served(asked).map(ServedVersion::model);
  }

  /** The same, to be run for as long as the lease lasts. */
  public Optional<ModelLease> lease(ModelName asked) {
    while (true) {
      Optional<ServedVersion> served = served(asked);
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

  private Optional<ServedVersion> served(ModelName asked) {
    return model(asked.name()).find(asked);
  }

  /** What serves of a model, which may be nothing. */
  ServedModel model(String name) {
    return models.getOrDefault(name.isEmpty() ? defaultName : name, ServedModel.NONE);
  }

  /** What a model's file says, with what holds where it does not. */
  VersionPolicy complete(ServingPolicy said) {
    return policies.complete(said);
  }

  /**
   * The folder of a model; empty if the repository has none of that name.
   *
   * @param name "" for the default
   */
  Optional<Path> folderOf(String name) throws RepositoryException {
    String wanted = name.isEmpty() ? defaultName : name;
    return folder.models().stream()
        .filter(model -> RepositoryFolder.name(model).equals(wanted))
        .findFirst();
  }

  /** The labels that point to a version. */
  public List<String> labels(LoadedModel model) {
    return model(model.name()).labels().entrySet().stream()
        .filter(label -> label.getValue() == model.version())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** All models, by name and version. */
  public List<LoadedModel> all() {
    return models.values().stream()
        .flatMap(model -> model.versions().values().stream())
        .map(ServedVersion::model)
        .toList();
  }

  /** What on disk could not be used, by name and version. */
  public List<BadVersion> bad() {
    return attempts.bad().stream()
        .sorted(Comparator.comparing(BadVersion::name).thenComparing(BadVersion::version))
        .toList();
  }

  /** Whether unnamed requests get this one. */
  public boolean isDefault(LoadedModel model) {
    return find(ModelName.DEFAULT).filter(found -> found == model).isPresent();
  }

  /** Closes all that is open, whoever uses it. */
  @Override
  public synchronized void close() {
    closed = true;
    models.values().forEach(model -> model.versions().values().forEach(ServedVersion::closeNow));
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
