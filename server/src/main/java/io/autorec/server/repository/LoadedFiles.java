package io.autorec.server.repository;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files that a loaded version was made of, and whether its folder holds others by now. Names,
 * sizes and times are looked at first; only where these have changed, and then were the same in two
 * looks, are the files read and their digests compared: what is being written is not judged, and a
 * copy of the same bytes is no change. A folder that has gone holds no others.
 *
 * <p>One thread at a time looks; any may ask.
 */
final class LoadedFiles {
  private final Map<String, String> digests;
  private String judged;
  private String seen;
  private volatile boolean overwritten;

  /** Compares the files of a folder with digests, by name. */
  interface Comparison {
    /** Whether the folder holds files of these digests. */
    boolean holds(Path folder, Map<String, String> digests);
  }

  /**
   * @param state of the folder before the files were read
   * @param digests of the files, by name
   */
  LoadedFiles(String state, Map<String, String> digests) {
    this.judged = state;
    this.seen = state;
    this.digests = Map.copyOf(digests);
  }

  /** Whether the folder holds other files, as far as the last look could tell. */
  boolean overwritten() {
    return overwritten;
  }

  /** Looks at the folder; returns whether {@link #overwritten} has changed. */
  boolean look(Path folder, Comparison comparison) {
    boolean before = overwritten;
    if (!Files.isDirectory(folder)) {
      judged = RepositoryFolder.ABSENT;
      overwritten = false;
      return before;
    }
    String now = RepositoryFolder.state(folder);
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(judged) && !now.equals(RepositoryFolder.UNREADABLE)) {
      judged = now;
      overwritten = !comparison.holds(folder, digests);
    }
    return overwritten != before;
  }
}
