package io.autorec.server.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of models on disk: {@code <name>/<version>/}. Hidden folders and {@code lost+found} are
 * no models; a folder without a positive number as its name is no version.
 */
record RepositoryFolder(Path path) {
  // In the root of every ext4 volume; only root may read it.
  private static final String LOST_AND_FOUND = "lost+found";

  /** What {@link #fileState} says where there is no file. */
  static final String ABSENT = "absent";

  /** What {@link #state} says of what it cannot tell. */
  static final String UNREADABLE = "unreadable";

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

  /**
   * Changes when a file of a version does: the names, places, sizes and times of its files, and
   * whether they can be read.
   */
  static String state(Path version) {
    try (Stream<Path> files = Files.list(version)) {
      return files.sorted().map(RepositoryFolder::stateOf).collect(Collectors.joining("\n"));
    } catch (IOException | UncheckedIOException e) {
      return UNREADABLE;
    }
  }

  /** The same for one file; {@link #ABSENT} where there is none. */
  static String fileState(Path file) {
    try {
      return Files.exists(file) ? stateOf(file) : ABSENT;
    } catch (UncheckedIOException e) {
      return UNREADABLE;
    }
  }

  private static String stateOf(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return String.join(
          " ",
          name(file),
          file.toRealPath().toString(),
          "" + attributes.fileKey(),
          "" + attributes.size(),
          "" + attributes.lastModifiedTime(),
          "" + Files.isReadable(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
