package io.autorec.server.repository.policy;

import io.autorec.v1.ServingPolicy;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Chooses the versions of a model to serve, as a pure function of the versions on disk.
 *
 * @param said the policy in the model's serving.json
 * @param newest the number of newest versions to serve if the file does not say it
 */
public record VersionPolicy(ServingPolicy said, int newest) {
  /**
   * The chosen versions.
   *
   * @param versions all versions to serve
   * @param main the version for requests that name neither version nor label; empty if there are
   *     only versions for requests that name one
   */
  public record Choice(NavigableSet<Long> versions, OptionalLong main) {}

  /** Tests if a version can be served. */
  public interface Good<E extends Exception> {
    boolean test(long version) throws E;
  }

  /**
   * Chooses versions, the newest first. It tests as few as it can, because a test loads the
   * version.
   *
   * @param there the versions on disk
   * @param good tests if a version can be served
   */
  public <E extends Exception> Choice choose(NavigableSet<Long> there, Good<E> good) throws E {
    NavigableSet<Long> chosen = new TreeSet<>();
    OptionalLong main = OptionalLong.empty();
    int taken = 0;
    for (long version : there.descendingSet()) {
      if (takesAway() || said.getWithdrawnList().contains(version)) {
        continue;
      }
      boolean regular = regular(version, taken);
      if ((regular || beside(version)) && good.test(version)) {
        chosen.add(version);
        if (regular) {
          taken++;
          main = main.isPresent() ? main : OptionalLong.of(version);
        }
      }
    }
    return new Choice(chosen, main);
  }

  /** Returns true if the policy unloads the model. */
  public boolean takesAway() {
    return said.getUnloaded();
  }

  /** Returns true if the policy, by mistake, selects no version at all. */
  public boolean leavesNone(NavigableSet<Long> there) {
    return !takesAway() && choose(there, any -> true).versions().isEmpty();
  }

  /** Returns true if the policy selects a version, given that all can be served. */
  public boolean wants(NavigableSet<Long> there, long version) {
    return choose(there, any -> true).versions().contains(version);
  }

  /** Returns true if a version may be the main one. */
  private boolean regular(long version, int taken) {
    if (said.getVersionsCount() > 0) {
      return said.getVersionsList().contains(version);
    }
    return said.getAll() || taken < (said.getLatest() > 0 ? said.getLatest() : newest);
  }

  private boolean beside(long version) {
    return said.getAlsoList().contains(version) || said.getLabelsMap().containsValue(version);
  }
}
