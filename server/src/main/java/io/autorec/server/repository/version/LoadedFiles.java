package io.autorec.server.repository.version;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Detects that the folder of a loaded version now holds other files. A look compares names, sizes
 * and times first. It reads the files and compares digests only if these have changed and were then
 * the same in two looks. So it does not judge files that are being written, and a copy of the same
 * bytes is no change. A folder that is gone counts as unchanged.
 *
 * <p>One thread at a time looks; any thread may ask for the result.
 */
final class LoadedFiles {
  private final Map<String, String> digests;
  private String judged;
  private String seen;
  private volatile boolean overwritten;

  /** Compares the files of a folder with digests, by name. */
  interface Comparison {
    /** Returns true if the files of a folder have these digests. */
    boolean holds(Path folder, Map<String, String> digests);
  }

  /**
   * Makes the files of a version that has just been loaded.
   *
   * @param state the state of the folder before the files were read
   * @param digests the digests of the files, by name
   */
  LoadedFiles(String state, Map<String, String> digests) {
    this.judged = state;
    this.seen = state;
    this.digests = Map.copyOf(digests);
  }

  /** Returns true if the folder held other files in the last look. */
  boolean overwritten() {
    return overwritten;
  }

  /** Looks at the folder; returns true if {@link #overwritten} has changed. */
  boolean look(Path folder, Comparison comparison) {
    boolean before = overwritten;
    if (!Files.isDirectory(folder)) {
      judged = FolderState.ABSENT;
      overwritten = false;
      return before;
    }
    String now = FolderState.of(folder);
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(judged) && !now.equals(FolderState.UNREADABLE)) {
      judged = now;
      overwritten = !comparison.holds(folder, digests);
    }
    return overwritten != before;
  }
}
