package io.autorec.spark.output;

import io.autorec.trainer.input.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that appears whole or not at all. It is written in a hidden folder beside its place, and
 * renamed by {@link #publish}; what was not published is removed, also when a signal ends Spark.
 * Where the file system renames by copying, as object stores do, readers wait for Spark's {@code
 * _SUCCESS} in it.
 */
public final class NewFolder implements AutoCloseable {
  private final FileSystem files;
  private final Path place;
  private final Path hidden;
  private final Path content;
  private final boolean replace;

  /** The folders above it that were not there, the lowest first. */
  private final List<Path> above;

  private NewFolder(FileSystem files, Path place, boolean replace, List<Path> above) {
    this.files = files;
    this.place = place;
    this.hidden = sibling(place, "new");
    this.content = new Path(hidden, "content");
    this.replace = replace;
    this.above = above;
  }

  private static Path sibling(Path place, String kind) {
    return new Path(
        place.getParent(), "." + place.getName() + "." + kind + "-" + UUID.randomUUID());
  }

  /**
   * Checks that a folder may be written, and makes the hidden one.
   *
   * @param read the files and folders that are read
   * @throws InputException if it must not be written, or cannot be
   */
  public static NewFolder at(Wanted wanted, List<Path> read, Configuration configuration) {
    String name = wanted.name();
    if (name.isBlank()) {
      throw new InputException("--output: \"%s\" (expected: a new folder)".formatted(name));
    }
    try {
      Path named = new Path(name);
      FileSystem files = named.getFileSystem(configuration);
      // A link stays; what it names is written.
      Path place = Places.withoutLinks(files, named);
      if (place.getParent() == null) {
        throw new InputException("--output: " + name + " (expected: a new folder)");
      }
      List<Path> above = missing(files, place.getParent(), name);
      wanted.requireApart(files, place, read, configuration);
      if (files.exists(place)) {
        wanted.requireReplaceable(files, place);
      }
      NewFolder folder = new NewFolder(files, place, wanted.replace(), above);
      if (!files.mkdirs(folder.hidden)) {
        throw new InputException("--output: " + name + ": cannot be written");
      }
      boolean unused = files.deleteOnExit(folder.hidden);
      return folder;
    } catch (IOException | IllegalArgumentException e) {
      throw e instanceof InputException mistake
          ? mistake
          : new InputException("--output: " + name + ": " + e.getMessage());
    }
  }

  /**
   * The folders from this one up that are not there, the lowest first.
   *
   * @throws InputException if what is there is a file
   */
  private static List<Path> missing(FileSystem files, Path lowest, String name) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path above = lowest; above != null; above = above.getParent()) {
      try {
        if (files.getFileStatus(above).isFile()) {
          throw new InputException("--output: " + name + ": " + above + " is a file");
        }
        return missing;
      } catch (FileNotFoundException e) {
        missing.add(above);
      }
    }
    return missing;
  }

  /** Where to write: the new folder, which is not there yet, or a folder in it. */
  public String content(String... inside) {
    Path path = content;
    for (String name : inside) {
      path = new Path(path, name);
    }
    return path.toString();
  }

  /** A folder in the hidden one for what is not published. */
  public String scratch(String kind) {
    return new Path(new Path(hidden, "scratch"), kind).toString();
  }

  /**
   * Brings the folder to its place.
   *
   * @throws IOException if this fails; what was there is then there again
   */
  public void publish() throws IOException {
    Path old = sibling(place, "old");
    boolean isReplaced = replace && files.exists(place);
    if (isReplaced && !files.rename(place, old)) {
      throw new IOException(place + ": cannot be renamed");
    }
    // A folder that is there by now would take the new one in.
    if (files.exists(place) || !files.rename(content, place)) {
      if (isReplaced && !files.rename(old, place)) {
        throw new IOException(place + ": cannot be written; what was there is " + old);
      }
      throw new IOException(place + ": cannot be written");
    }
    if (isReplaced && !files.delete(old, true)) {
      throw new IOException(old + ": cannot be removed; " + place + " is written");
    }
  }

  /** Removes what was not published, also folders above it that are empty then. */
  @Override
  public void close() throws IOException {
    files.delete(hidden, true);
    boolean unused = files.cancelDeleteOnExit(hidden);
    for (Path made : above) {
      if (!files.exists(made) || files.listStatus(made).length > 0) {
        break;
      }
      files.delete(made, false);
    }
  }
}
