package io.autorec.spark.output;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Says which files and folders are meant. */
public final class Places {
  private Places() {}

  /**
   * The files and folders that a pattern fits; none if it cannot be read. Who opens it says why.
   *
   * @param pattern a name, on any file system, or a pattern of names
   */
  public static List<Path> of(String pattern, Configuration configuration) {
    List<Path> places = new ArrayList<>();
    try {
      Path path = new Path(pattern);
      FileSystem files = path.getFileSystem(configuration);
      FileStatus[] found = files.globStatus(path);
      for (FileStatus one : found == null ? new FileStatus[0] : found) {
        places.add(one.getPath());
      }
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    }
    return places;
  }

  /** The pattern that fits this name alone. */
  public static String pattern(String name) {
    return name.replaceAll("[\\\\\\[\\]{}*?]", "\\\\$0");
  }

  /** The whole name of a file or folder, which need not be there; on a disk, without links. */
  static Path withoutLinks(FileSystem files, Path path) throws IOException {
    Path whole = files.makeQualified(path);
    URI place = whole.toUri();
    if (!"file".equals(place.getScheme())) {
      return whole;
    }
    java.nio.file.Path named = java.nio.file.Path.of(place.getPath());
    java.nio.file.Path there = named;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    java.nio.file.Path real = there.toRealPath().resolve(there.relativize(named)).normalize();
    return new Path(place.getScheme(), null, real.toString());
  }

  /** Returns true if a file or folder is this folder, or in it. */
  static boolean isWithin(Path inner, Path folder) {
    String name = inner.toUri().getPath() + Path.SEPARATOR;
    String start = folder.toUri().getPath();
    URI one = inner.toUri();
    URI other = folder.toUri();
    return String.valueOf(one.getScheme()).equals(other.getScheme())
        && String.valueOf(one.getAuthority()).equals(String.valueOf(other.getAuthority()))
        && name.startsWith(start.endsWith(Path.SEPARATOR) ? start : start + Path.SEPARATOR);
  }
}
