package io.autorec.server.repository;

import io.autorec.server.inference.DeviceUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loaded models of a repository folder: the newest good version of each name. */
public final class ModelCatalog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelCatalog.class);

  private final SortedMap<String, LoadedModel> models;
  private final String defaultName;

  private ModelCatalog(SortedMap<String, LoadedModel> models, String defaultName) {
    this.models = models;
    this.defaultName = defaultName;
  }

  /**
   * Loads the newest good version of every model; bad ones are logged, and the next older tried.
   *
   * @param folder the repository
   * @param defaultName the model that unnamed requests get; "" for the first by name
   * @throws RepositoryException if there is no model to serve, or the default is none of them
   * @throws DeviceUnavailableException if the device does not work here
   */
  public static ModelCatalog load(Path folder, String defaultName, ModelLoader loader)
      throws RepositoryException, DeviceUnavailableException {
    SortedMap<String, LoadedModel> models = new TreeMap<>();
    boolean complete = false;
    try {
      List<Path> modelFolders = folders(folder);
      if (modelFolders.isEmpty()) {
        throw new RepositoryException(
            "models: \"" + folder + "\" is empty (expected: <name>/<version>/model.onnx in it)");
      }
      List<String> names = modelFolders.stream().map(ModelCatalog::name).toList();
      if (!defaultName.isEmpty() && !names.contains(defaultName)) {
        throw new RepositoryException(
            "default model: \"" + defaultName + "\" (expected: one of " + names + ")");
      }
      for (Path modelFolder : modelFolders) {
        newest(modelFolder, loader).ifPresent(model -> models.put(model.name(), model));
      }
      if (models.isEmpty()) {
        throw new RepositoryException(
            "models: \"" + folder + "\" holds no model that can be loaded; see the log");
      }
      if (!defaultName.isEmpty() && !models.containsKey(defaultName)) {
        throw new RepositoryException(
            "default model: \"" + defaultName + "\" (expected: one of " + models.keySet() + ")");
      }
      complete = true;
      return new ModelCatalog(models, defaultName.isEmpty() ? models.firstKey() : defaultName);
    } finally {
      if (!complete) {
        models.values().forEach(LoadedModel::close);
      }
    }
  }

  private static Optional<LoadedModel> newest(Path modelFolder, ModelLoader loader)
      throws RepositoryException, DeviceUnavailableException {
    String name = name(modelFolder);
    List<Path> versions =
        folders(modelFolder).stream()
            .filter(version -> name(version).matches("[1-9][0-9]{0,17}"))
            .sorted(Comparator.comparingLong((Path path) -> Long.parseLong(name(path))).reversed())
            .toList();
    if (versions.isEmpty()) {
      log.warn("skipped {}: no folder with a version number in it", name);
    }
    for (Path folder : versions) {
      long version = Long.parseLong(name(folder));
      try {
        LoadedModel model = loader.load(name, version, folder);
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
        throw e;
      } catch (Exception e) {
        String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        log.warn("skipped {} version {}: {}", name, version, why);
      }
    }
    return Optional.empty();
  }

  private static List<Path> folders(Path parent) throws RepositoryException {
    if (!Files.isDirectory(parent)) {
      throw new RepositoryException("models: \"" + parent + "\" is no folder");
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .filter(child -> !name(child).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RepositoryException("models: \"" + parent + "\" cannot be read: " + e.getMessage());
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /**
   * A model by its name and version.
   *
   * @param name "" for the default
   * @param version 0 for the newest
   */
  public Optional<LoadedModel> find(String name, long version) {
    return Optional.ofNullable(models.get(name.isEmpty() ? defaultName : name))
        .filter(model -> version == 0 || version == model.version());
  }

  /** All models, by name. */
  public Collection<LoadedModel> all() {
    return models.values();
  }

  /** Whether unnamed requests get this one. */
  public boolean isDefault(LoadedModel model) {
    return model.name().equals(defaultName);
  }

  @Override
  public void close() {
    models.values().forEach(LoadedModel::close);
  }
}
