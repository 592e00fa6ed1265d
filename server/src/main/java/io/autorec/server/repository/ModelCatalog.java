package io.autorec.server.repository;

import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.v1.ServingPolicy;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
 *   <li>The default model, where none is named, is the first by name that the first look finds; a
 *       catalogue that finds none waits, and takes the first of the look that does. It stays.
 * </ul>
 */
public final class ModelCatalog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelCatalog.class);

  private final RepositoryFolder folder;
  private final LoadAttempts attempts;
  private final Policies policies;
  private final RetiredVersions retired = new RetiredVersions();
  // Immutable; replaced as a whole.
  private volatile SortedMap<String, ServedModel> models = new TreeMap<>();
  private volatile String defaultName;
  private volatile boolean waiting = true;
  private volatile Runnable listener = () -> {};
  private boolean starting = true;
  private boolean closed;

  private ModelCatalog(Path folder, String defaultName, ModelLoader loader, int versionsEach) {
    this.folder = new RepositoryFolder(folder);
    this.defaultName = defaultName;
    this.attempts = new LoadAttempts(loader);
    this.policies = new Policies(attempts, versionsEach);
  }

  /**
   * Loads the newest good versions of every model; bad ones are logged, and the next older tried.
   *
   * @param folder the repository
   * @param defaultName the model that unnamed requests get; "" for the first by name
   * @param versionsEach how many versions of a model
   * @throws RepositoryException if the folder cannot be read, or there are models and the default
   *     is none of them
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ModelCatalog load(
      Path folder, String defaultName, int versionsEach, ModelLoader loader)
      throws RepositoryException, DeviceUnavailableException {
    ModelCatalog catalog = new ModelCatalog(folder, defaultName, loader, versionsEach);
    boolean complete = false;
    try {
      catalog.fill();
      complete = true;
      return catalog;
    } finally {
      if (!complete) {
        catalog.close();
      }
    }
  }

  private void fill() throws RepositoryException, DeviceUnavailableException {
    refresh();
    starting = false;
    NavigableSet<String> known = new TreeSet<>(models.keySet());
    for (Path model : folder.models()) {
      if (policies.of(model).filter(VersionPolicy::takesAway).isPresent()) {
        known.add(RepositoryFolder.name(model));
        log.warn("{} is not served: its {} says so", RepositoryFolder.name(model), PolicyFile.NAME);
      }
    }
    if (!waiting && !known.contains(defaultName)) {
      throw new RepositoryException(
          "default model: \"" + defaultName + "\" (expected: one of " + known + ")");
    }
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
    all().forEach(it -> attempts.compare(it, folder.version(it.name(), it.version())));
    attempts.forgetOthers();
  }

  /** Looks at one model again. One that cannot be read is no reason to leave the others. */
  private void refresh(Path model, VersionPolicy policy) throws DeviceUnavailableException {
    try {
      NavigableSet<Long> there = new TreeSet<>(RepositoryFolder.versions(model).keySet());
      if (there.isEmpty() && starting) {
        log.warn("skipped {}: no folder with a version number in it", RepositoryFolder.name(model));
      }
      there.addAll(model(RepositoryFolder.name(model)).versions().keySet());
      if (!there.isEmpty() && policy.leavesNone(there)) {
        String why = PolicyFile.NAME + ": leaves none of the versions that there are";
        failed(model, policy.said() + " " + there, new RepositoryException(why));
      }
      serve(plan(model, policy));
      if (policy.takesAway()) {
        begin(RepositoryFolder.name(model));
      }
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
                .load(name, version, folder, starting)
                .map(loaded -> new ServedVersion(loaded, retired.closer())));
  }

  /** Serves what was planned, at once. */
  void serve(ModelUpdate update) {
    SortedMap<String, ServedModel> changed = new TreeMap<>(models);
    if (update.after().versions().isEmpty()) {
      changed.remove(update.name());
    } else {
      begin(update.name());
      changed.put(update.name(), update.after());
    }
    models = changed;
    listener.run();
    update.retired().values().forEach(retired::add);
  }

  /** A model is served, or was taken away on purpose and may be had back. */
  private void begin(String name) {
    if (waiting && defaultName.isEmpty()) {
      defaultName = name;
    }
    waiting = false;
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

  /** Whether no model was there yet: none to serve, and none that was taken away on purpose. */
  public boolean isWaiting() {
    return waiting;
  }

  /** Whether none is served. */
  public boolean isEmpty() {
    return models.isEmpty();
  }

  /** Has something told of each change of what is served; it is not to take long. */
  public void onChange(Runnable told) {
    listener = told;
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
    retired.close();
  }
}
