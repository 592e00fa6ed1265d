package io.autorec.server.repository.version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes files so that a change can be seen: by their names, places, sizes and times, and
 * whether they can be read.
 */
public final class FolderState {
  /** The state of a file that is not there. */
  public static final String ABSENT = "absent";

  /** The state of a file or folder that cannot be read. */
  public static final String UNREADABLE = "unreadable";

  private FolderState() {}

  /** Returns the state of the files of a folder. */
  public static String of(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(FolderState::state).collect(Collectors.joining("\n"));
    } catch (IOException | UncheckedIOException e) {
      return UNREADABLE;
    }
  }

  /** Returns the state of a file, which need not exist. */
  public static String ofFile(Path file) {
    try {
      return Files.exists(file) ? state(file) : ABSENT;
    } catch (UncheckedIOException e) {
      return UNREADABLE;
    }
  }

  private static String state(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return String.join(
          " ",
          "" + file.getFileName(),
          file.toRealPath().toString(),
          "" + attributes.fileKey(),
          "" + attributes.size(),
          "" + attributes.lastModifiedTime(),
          "" + Files.isReadable(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
