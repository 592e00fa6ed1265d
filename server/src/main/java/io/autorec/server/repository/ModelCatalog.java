package io.autorec.server.repository;

import io.autorec.model.policy.PolicyFile;
import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.server.repository.policy.VersionPolicy;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.ModelLoader;
import io.autorec.v1.ModelRef;
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
 * The loaded models of a repository folder: for each model, the versions that its {@link
 * VersionPolicy} chooses.
 *
 * <p>Safe for use by several threads:
 *
 * <ul>
 *   <li>A version enters the catalogue after it has been checked, opened and run, never before.
 *   <li>A version that cannot be loaded changes nothing; it is tried again when its files change.
 *   <li>A version leaves the catalogue only if others replace it, or if the policy unloads the
 *       model. It stays even if its folder is gone.
 *   <li>A version that has left is closed when its last lease has ended.
 *   <li>A label moves after the version that it will point to has been loaded.
 *   <li>If no default model is named, it is the first model by name when models are first found. It
 *       stays the default.
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
   * Loads the newest good versions of every model. A bad version is logged, and the next older one
   * is tried.
   *
   * @param folder the repository
   * @param defaultName the model for requests that name none; "": the first by name
   * @param versionsEach the number of versions of a model
   * @throws RepositoryException if the folder cannot be read, or there are models and the default
   *     is none of them
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ModelCatalog load(
      Path folder, String defaultName, int versionsEach, ModelLoader loader)
      throws RepositoryException, DeviceUnavailableException {
    new RepositoryFolder(folder).requireNoVersions();
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
   * @throws RepositoryException if the folder cannot be read; nothing has changed
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

  /** Looks at one model again. If it cannot be read, the others are still looked at. */
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
      failed(model, "unreadable", new RepositoryException("folder: cannot be read"));
    }
  }

  private void failed(Path model, String state, RepositoryException why) {
    if (!attempts.isKnown(model, state)) {
      attempts.failed(model, state, RepositoryFolder.name(model), 0, why);
    }
  }

  /**
   * Loads the versions that a policy chooses, without serving them. The result is for {@link
   * #serve}, under the same lock, or is to be discarded.
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

  /** Serves an update, in one step. */
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

  /** Notes that there is a model, which is served or was unloaded on purpose. */
  private void begin(String name) {
    if (waiting && defaultName.isEmpty()) {
      defaultName = name;
    }
    waiting = false;
  }

  /** Finds a version as {@link #find(ModelRef)} does. */
  public Optional<LoadedModel> find(String name, long version) {
    return find(ModelRef.newBuilder().setName(name).setVersion(version).build());
  }

  /** Finds a version, to read its metadata. To run it, a caller needs a lease. */
  public Optional<LoadedModel> find(ModelRef asked) {
    return served(asked).map(ServedVersion::model);
  }

  /** Leases a version, which can be run until the lease ends. */
  public Optional<ServedVersion.Lease> lease(ModelRef asked) {
    while (true) {
      Optional<ServedVersion> served = served(asked);
      if (served.isEmpty()) {
        return Optional.empty();
      }
      Optional<ServedVersion.Lease> lease = served.get().lease();
      if (lease.isPresent()) {
        return lease;
      }
      // Closed since it was looked up: the catalogue has others by now.
    }
  }

  private Optional<ServedVersion> served(ModelRef asked) {
    return model(asked.getName()).find(asked);
  }

  /** Returns the served versions of a model, which may be none. */
  ServedModel model(String name) {
    return models.getOrDefault(name.isEmpty() ? defaultName : name, ServedModel.NONE);
  }

  /** Completes the policy of a model's file with the defaults. */
  VersionPolicy complete(ServingPolicy said) {
    return policies.complete(said);
  }

  /**
   * Finds the folder of a model.
   *
   * @param name the model; "": the default
   */
  Optional<Path> folderOf(String name) throws RepositoryException {
    String wanted = name.isEmpty() ? defaultName : name;
    return folder.models().stream()
        .filter(model -> RepositoryFolder.name(model).equals(wanted))
        .findFirst();
  }

  /** Returns the labels that point to a version. */
  public List<String> labels(LoadedModel model) {
    return model(model.name()).labels().entrySet().stream()
        .filter(label -> label.getValue() == model.version())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Returns true if there was no model yet, neither served nor unloaded on purpose. */
  public boolean isWaiting() {
    return waiting;
  }

  /** Returns true if no version is served. */
  public boolean isEmpty() {
    return models.isEmpty();
  }

  /** Sets a listener for changes of the served versions. It must return soon. */
  public void onChange(Runnable told) {
    listener = told;
  }

  /** Returns the served versions, by name and version. */
  public List<LoadedModel> all() {
    return models.values().stream()
        .flatMap(model -> model.versions().values().stream())
        .map(ServedVersion::model)
        .toList();
  }

  /** Returns what could not be used on disk, by name and version. */
  public List<BadVersion> bad() {
    return attempts.bad().stream()
        .sorted(Comparator.comparing(BadVersion::name).thenComparing(BadVersion::version))
        .toList();
  }

  /** Returns true if requests without a name get this version. */
  public boolean isDefault(LoadedModel model) {
    return find(ModelRef.getDefaultInstance()).filter(found -> found == model).isPresent();
  }

  /** Closes all versions, also those that are leased. */
  @Override
  public synchronized void close() {
    closed = true;
    models.values().forEach(model -> model.versions().values().forEach(ServedVersion::closeNow));
    retired.close();
  }
}
