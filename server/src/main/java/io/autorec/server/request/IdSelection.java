package io.autorec.server.request;

import io.autorec.model.IdVocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * External ids of a request, looked up.
 *
 * @param positions of the known ids, in the request's order
 * @param unknownIds the others, in the request's order
 */
public record IdSelection(List<Integer> positions, List<String> unknownIds) {
  public IdSelection {
    positions = List.copyOf(positions);
    unknownIds = List.copyOf(unknownIds);
  }

  /** Looks ids up, whatever they are. */
  public static IdSelection of(List<String> ids, IdVocabulary vocabulary) {
    List<Integer> positions = new ArrayList<>(ids.size());
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      OptionalInt position = vocabulary.position(id);
      if (position.isPresent()) {
        positions.add(position.getAsInt());
      } else {
        unknown.add(id);
      }
    }
    return new IdSelection(positions, unknown);
  }

  /**
   * Looks ids up that must be distinct and, if there are any, not all unknown.
   *
   * @param field path of the ids in the request
   * @param violations receives everything that is wrong
   */
  public static IdSelection check(
      String field, List<String> ids, IdVocabulary vocabulary, List<Violation> violations) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!seen.add(ids.get(i))) {
        violations.add(
            new Violation(
                field + "[" + i + "]", "\"" + ids.get(i) + "\" (expected: each id once)"));
      }
    }
    IdSelection selection = of(ids, vocabulary);
    if (!ids.isEmpty() && selection.positions.isEmpty()) {
      violations.add(
          new Violation(
              field, "all " + ids.size() + " ids unknown (expected: at least one known id)"));
    }
    return selection;
  }
}
