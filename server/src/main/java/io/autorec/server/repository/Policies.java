package io.autorec.server.repository;

import io.autorec.model.policy.PolicyException;
import io.autorec.model.policy.PolicyFile;
import io.autorec.server.repository.policy.VersionPolicy;
import io.autorec.server.repository.version.FolderState;
import io.autorec.v1.ServingPolicy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The policies in the {@code serving.json} of each model. A bad file changes nothing: the policy
 * that was read before stays in force. A missing file counts as gone only in the second look:
 * editors rename the old file before they write the new one, and the renaming triggers a look. Used
 * by one thread at a time.
 */
final class Policies {
  private final LoadAttempts attempts;
  private final int newest;
  private final Map<Path, ServingPolicy> read = new HashMap<>();
  // Models whose file was there in the last look.
  private final Set<Path> there = new HashSet<>();

  /**
   * Makes policies without having read a file.
   *
   * @param attempts remembers bad files
   * @param newest the number of versions to serve if a model's file does not say it
   */
  Policies(LoadAttempts attempts, int newest) {
    this.attempts = attempts;
    this.newest = newest;
  }

  /** Returns the policy of a model; empty if its file was always bad. */
  Optional<VersionPolicy> of(Path model) {
    Path file = model.resolve(PolicyFile.NAME);
    String state = FolderState.ofFile(file);
    boolean absent = state.equals(FolderState.ABSENT);
    boolean justGone = absent && there.remove(model);
    if (!absent) {
      there.add(model);
    }
    if (!justGone && !attempts.isKnown(file, state)) {
      try {
        read.put(model, PolicyFile.read(model));
      } catch (PolicyException e) {
        attempts.failed(file, state, RepositoryFolder.name(model), 0, e);
      }
    }
    return Optional.ofNullable(read.get(model)).map(this::complete);
  }

  /** Completes the policy of a file with the defaults. */
  VersionPolicy complete(ServingPolicy said) {
    return new VersionPolicy(said, newest);
  }
}
