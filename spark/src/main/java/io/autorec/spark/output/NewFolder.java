package io.autorec.spark.output;

import io.autorec.trainer.input.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that appears whole or not at all. It is written in a hidden folder beside its place, and
 * renamed by {@link #publish}; what was not published is removed, also when a signal ends Spark.
 * Where the file system renames by copying, as object stores do, readers wait for Spark's {@code
 * _SUCCESS} in it.
 */
public final class NewFolder implements AutoCloseable {
  /** Names of files that Spark writes: parts, markers, and checksums of both. */
  private static final Pattern SPARKS = Pattern.compile(".*\\.parquet|_.*|\\..*\\.crc");

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
   * @param replace whether a folder that is there is replaced
   * @param read the files, folders and patterns that are read, of which it may hold none
   * @throws InputException if it is there and not to be replaced, holds what is read or files that
   *     are none of this program's, or cannot be written
   */
  public static NewFolder at(
      String name, boolean replace, List<String> read, Configuration configuration) {
    if (name.isBlank()) {
      throw new InputException("--output: \"%s\" (expected: a new folder)".formatted(name));
    }
    try {
      Path named = new Path(name);
      FileSystem files = named.getFileSystem(configuration);
      Path place = files.makeQualified(named);
      if (place.getParent() == null) {
        throw new InputException("--output: " + name + " (expected: a new folder)");
      }
      List<Path> above = missing(files, place.getParent(), name);
      if (files.exists(place) && !replace) {
        throw new InputException(
            "--output: " + name + ": is there already (expected: a new folder, or --overwrite)");
      }
      if (files.exists(place) && files.getFileStatus(place).isFile()) {
        throw new InputException("--output: " + name + ": is a file (expected: a folder)");
      }
      if (files.exists(place)) {
        requireApart(files, place, name, read, configuration);
        requireOwn(files, place, name);
      }
      NewFolder folder = new NewFolder(files, place, replace, above);
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

  /** Refuses to replace a folder that is read, or has in it what is read. */
  private static void requireApart(
      FileSystem files, Path place, String name, List<String> read, Configuration configuration)
      throws IOException {
    String replaced = real(files, place);
    for (String pattern : read) {
      for (String held : places(pattern, configuration)) {
        if (held.equals(replaced) || held.startsWith(replaced + Path.SEPARATOR)) {
          throw new InputException(
              "--output: %s: %s is read, and --overwrite would remove it (expected: another folder)"
                  .formatted(name, pattern));
        }
      }
    }
  }

  private static List<String> places(String pattern, Configuration configuration) {
    List<String> places = new ArrayList<>();
    try {
      Path path = new Path(pattern);
      FileSystem files = path.getFileSystem(configuration);
      FileStatus[] found = files.globStatus(path);
      for (FileStatus one : found == null ? new FileStatus[0] : found) {
        places.add(real(files, one.getPath()));
      }
    } catch (IOException | IllegalArgumentException e) {
      // Who opens it says what is wrong with it.
      return List.of();
    }
    return places;
  }

  /** The place of a file or folder, without links on a disk. */
  private static String real(FileSystem files, Path path) throws IOException {
    URI place = files.makeQualified(path).toUri();
    return "file".equals(place.getScheme())
        ? place.getScheme() + "://" + java.nio.file.Path.of(place.getPath()).toRealPath()
        : place.toString();
  }

  /** Refuses to replace a folder with other files in it than Spark writes. */
  private static void requireOwn(FileSystem files, Path place, String name) throws IOException {
    for (FileStatus one : files.listStatus(place)) {
      String file = one.getPath().getName();
      if (one.isDirectory()) {
        requireOwn(files, one.getPath(), name);
      } else if (!SPARKS.matcher(file).matches()) {
        throw new InputException(
            "--output: %s: %s is no Parquet file, and --overwrite would remove it (expected: a folder that this command wrote, or a new one)"
                .formatted(name, one.getPath().toUri().getPath()));
      }
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
