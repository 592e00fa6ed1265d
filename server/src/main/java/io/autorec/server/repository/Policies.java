package io.autorec.server.repository;

import io.autorec.v1.ServingPolicy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the {@code serving.json} of each model says. One that is bad changes nothing: what was read
 * before holds. One that has gone counts as gone once it was looked for twice: editors rename the
 * old file before they write the new one, and that very renaming has the repository looked at. Used
 * by one thread at a time.
 */
final class Policies {
  private final LoadAttempts attempts;
  private final int newest;
  private final Map<Path, ServingPolicy> read = new HashMap<>();
  // Models whose file was there when it was last looked for.
  private final Set<Path> there = new HashSet<>();

  /**
   * @param attempts is told of bad files
   * @param newest how many versions are served of a model whose file does not say
   */
  Policies(LoadAttempts attempts, int newest) {
    this.attempts = attempts;
    this.newest = newest;
  }

  /** What holds for a model; empty if its file never said anything that can be done. */
  Optional<VersionPolicy> of(Path model) {
    Path file = model.resolve(PolicyFile.NAME);
    String state = RepositoryFolder.fileState(file);
    boolean absent = state.equals(RepositoryFolder.ABSENT);
    boolean justGone = absent && there.remove(model);
    if (!absent) {
      there.add(model);
    }
    if (!justGone && !attempts.isKnown(file, state)) {
      try {
        read.put(model, PolicyFile.read(model));
      } catch (PolicyException e) {
        BadVersion bad = new BadVersion(RepositoryFolder.name(model), 0, LoadAttempts.oneLine(e));
        attempts.failed(file, state, bad, e);
      }
    }
    return Optional.ofNullable(read.get(model)).map(this::complete);
  }

  /** What a file says, with what holds where it does not. */
  VersionPolicy complete(ServingPolicy said) {
    return new VersionPolicy(said, newest);
  }
}
