package io.autorec.server.repository;

import io.autorec.model.ModelFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of models on disk: {@code <name>/<version>/}. Hidden folders and {@code lost+found} are
 * no models; a folder without a positive number as its name is no version.
 */
record RepositoryFolder(Path path) {
  // In the root of every ext4 volume; only root may read it.
  private static final String LOST_AND_FOUND = "lost+found";

  /** Returns the folder of a version, which need not exist. */
  Path version(String model, long version) {
    return path.resolve(model).resolve(Long.toString(version));
  }

  /** Returns the folders of the models, by name. */
  List<Path> models() throws RepositoryException {
    return folders(path);
  }

  /** Returns the folders of a model's versions. */
  static NavigableMap<Long, Path> versions(Path model) throws RepositoryException {
    NavigableMap<Long, Path> versions = new TreeMap<>();
    for (Path folder : folders(model)) {
      if (name(folder).matches("[1-9][0-9]{0,17}")) {
        versions.put(Long.parseLong(name(folder)), folder);
      }
    }
    return versions;
  }

  /** Refuses the folder of a model, which is easily taken for the folder of all models. */
  void requireNoVersions() throws RepositoryException {
    for (Path version : versions(path).values()) {
      if (Files.exists(version.resolve(ModelFormat.MODEL_FILE))) {
        throw new RepositoryException(
            "models: \"%s\" is the folder of one model (expected: the folder it is in, \"%s\")"
                .formatted(path, path.toAbsolutePath().normalize().getParent()));
      }
    }
  }

  private static List<Path> folders(Path parent) throws RepositoryException {
    if (!Files.isDirectory(parent)) {
      throw new RepositoryException("models: \"" + parent + "\" is no folder");
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .filter(child -> !name(child).startsWith(".") && !name(child).equals(LOST_AND_FOUND))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new RepositoryException("models: \"" + parent + "\" cannot be read: " + e.getMessage());
    }
  }

  /** Returns the name of a folder or file, without control characters. */
  static String name(Path path) {
    return String.valueOf(path.getFileName()).replaceAll("\\p{Cntrl}", "?");
  }
}
