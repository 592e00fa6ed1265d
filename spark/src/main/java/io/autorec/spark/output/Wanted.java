package io.autorec.spark.output;

import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that a command is asked to write.
 *
 * @param name what the user calls it
 * @param replace whether one that is there is replaced
 * @param parts the folders of files that the command writes in it; none if it writes files alone
 */
public record Wanted(String name, boolean replace, Set<String> parts) {
  /** Names of files that Spark writes for a command, and of their checksums. */
  private static final Pattern SPARKS =
      Pattern.compile("part-.*\\.parquet|_SUCCESS|\\.(part-.*\\.parquet|_SUCCESS)\\.crc");

  public Wanted {
    parts = Set.copyOf(parts);
  }

  /** Refuses a folder that is read, has in it what is read, or lies in it. */
  void requireApart(FileSystem files, Path place, List<Path> read, Configuration configuration)
      throws IOException {
    for (Path one : read) {
      FileSystem filesOfOne = one.getFileSystem(configuration);
      if (!filesOfOne.exists(one)) {
        continue;
      }
      Path held = Places.withoutLinks(filesOfOne, one);
      String shown = one.toUri().getPath();
      if (files.exists(place) && replace && Places.isWithin(held, place)) {
        throw refused(shown + " is read, and --overwrite would remove it", "another folder");
      }
      if (Places.isWithin(place, held)) {
        throw refused("lies in " + shown + ", which is read", "a folder elsewhere");
      }
    }
  }

  /** Refuses to replace what this command did not write. */
  void requireReplaceable(FileSystem files, Path place) throws IOException {
    if (files.getFileStatus(place).isFile()) {
      throw refused("is a file", "a folder");
    }
    if (!replace) {
      throw refused("is there already", "a new folder, or --overwrite");
    }
    for (FileStatus one : files.listStatus(place)) {
      if (!one.isDirectory() || !parts.contains(one.getPath().getName())) {
        requireSparks(one);
      } else {
        for (FileStatus inside : files.listStatus(one.getPath())) {
          requireSparks(inside);
        }
      }
    }
  }

  private void requireSparks(FileStatus file) {
    if (file.isDirectory() || !SPARKS.matcher(file.getPath().getName()).matches()) {
      throw refused(
          "this command did not write %s, and --overwrite would remove it"
              .formatted(file.getPath().toUri().getPath()),
          "a folder that it wrote, or a new one");
    }
  }

  private InputException refused(String reason, String expected) {
    return new InputException("--output: %s: %s (expected: %s)".formatted(name, reason, expected));
  }
}
