package io.autorec.server.request;

import io.autorec.model.IdVocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A list of external ids in a request, looked up.
 *
 * @param positions the positions of the known ids, in the request's order
 * @param unknownIds the other ids, in the request's order
 */
public record IdSelection(List<Integer> positions, List<String> unknownIds) {
  /** No ids. */
  public static final IdSelection NONE = new IdSelection(List.of(), List.of());

  public IdSelection {
    positions = List.copyOf(positions);
    unknownIds = List.copyOf(unknownIds);
  }

  /** The positions, in the request's order. */
  public int[] positionArray() {
    return positions.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The positions, in ascending order. */
  public int[] ascending() {
    return positions.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /**
   * Looks up ids that may be unknown.
   *
   * @param field path of the ids in the request
   * @param violations receives everything that is wrong
   */
  public static IdSelection of(
      String field, List<String> ids, IdVocabulary vocabulary, List<Violation> violations) {
    if (ids.size() > Limits.ids(vocabulary)) {
      violations.add(
          new Violation(
              field, ids.size() + " ids (expected: at most " + Limits.ids(vocabulary) + ")"));
      return NONE;
    }
    List<Integer> positions = new ArrayList<>(ids.size());
    Set<String> unknown = new LinkedHashSet<>();
    for (String id : ids) {
      OptionalInt position = vocabulary.position(id);
      if (position.isPresent()) {
        positions.add(position.getAsInt());
      } else {
        unknown.add(id);
      }
    }
    return new IdSelection(positions, List.copyOf(unknown));
  }

  /**
   * Looks up ids that must be distinct and, if there are any, not all unknown.
   *
   * @param field path of the ids in the request
   * @param violations receives everything that is wrong
   */
  public static IdSelection distinct(
      String field, List<String> ids, IdVocabulary vocabulary, List<Violation> violations) {
    int before = violations.size();
    IdSelection selection = of(field, ids, vocabulary, violations);
    if (violations.size() > before) {
      return selection;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!seen.add(ids.get(i))) {
        violations.add(Violation.duplicate(field + "[" + i + "]", ids.get(i)));
      }
    }
    if (!ids.isEmpty() && selection.positions.isEmpty()) {
      violations.add(
          new Violation(field, "no known id among " + ids.size() + " (expected: at least one)"));
    }
    return selection;
  }
}
