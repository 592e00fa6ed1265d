package io.autorec.server.repository;

import io.autorec.v1.ServingPolicy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the {@code serving.json} of each model says. One that is bad changes nothing: what was read
 * before holds. Used by one thread at a time.
 */
final class Policies {
  private final LoadAttempts attempts;
  private final int newest;
  private final Map<Path, ServingPolicy> read = new HashMap<>();

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
    if (!attempts.isKnown(file, state)) {
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
