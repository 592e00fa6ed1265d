package io.autorec.server.repository;

import io.autorec.v1.ServingPolicy;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Which versions of a model are to be served: a pure function of what there is and what is said.
 *
 * @param said in the model's serving.json
 * @param newest how many of the newest are served where that says nothing
 */
record VersionPolicy(ServingPolicy said, int newest) {
  /**
   * What was chosen.
   *
   * @param versions all that are to be served
   * @param main answers requests that name neither version nor label; empty if none is there for
   *     that, though there may be versions with labels
   */
  record Choice(NavigableSet<Long> versions, OptionalLong main) {}

  /** Whether a version can be served. */
  interface Good<E extends Exception> {
    boolean test(long version) throws E;
  }

  /**
   * Chooses versions, the newest first, and asks of none more than it has to whether it can be
   * loaded.
   *
   * @param there the versions that there are
   * @param good whether one can be served; told so by being loaded
   */
  <E extends Exception> Choice choose(NavigableSet<Long> there, Good<E> good) throws E {
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

  /** Whether the model is not to be served at all. */
  boolean takesAway() {
    return said.getUnloaded();
  }

  /** Whether no version is chosen even if all of those that there are can be served, by mistake. */
  boolean leavesNone(NavigableSet<Long> there) {
    return !takesAway() && choose(there, any -> true).versions().isEmpty();
  }

  /** Whether a version is chosen if all of those that there are can be served. */
  boolean wants(NavigableSet<Long> there, long version) {
    return choose(there, any -> true).versions().contains(version);
  }

  /** Whether it is one of those that answer requests without a label. */
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
