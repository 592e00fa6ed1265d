package io.autorec.model;

import io.autorec.v1.Vocabulary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * External ids and the positions they have in a model, with display titles where known.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class IdVocabulary {
  private final List<String> ids;
  private final List<String> titles;
  private final Map<String, Integer> positions;

  /**
   * @param ids distinct, non-empty ids, by position
   * @param titles empty, or as many as there are ids, with "" where a title is unknown
   * @throws IllegalArgumentException if an id is empty or repeated, or the titles do not fit
   */
  public IdVocabulary(List<String> ids, List<String> titles) {
    this.ids = List.copyOf(ids);
    this.titles = List.copyOf(titles);
    if (!titles.isEmpty() && titles.size() != ids.size()) {
      throw new IllegalArgumentException(
          "titles: " + titles.size() + " (expected: 0 or " + ids.size() + ")");
    }
    this.positions = new HashMap<>(ids.size() * 2);
    for (int position = 0; position < ids.size(); position++) {
      String id = ids.get(position);
      if (id.isEmpty()) {
        throw new IllegalArgumentException("id at position " + position + ": empty");
      }
      Integer earlier = positions.put(id, position);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "id \"" + id + "\": at positions " + earlier + " and " + position);
      }
    }
  }

  /** A vocabulary without titles. */
  public static IdVocabulary of(List<String> ids) {
    return new IdVocabulary(ids, List.of());
  }

  /** Number of ids. */
  public int size() {
    return ids.size();
  }

  /** The id at a position. */
  public String id(int position) {
    return ids.get(position);
  }

  /** All ids, by position. */
  public List<String> ids() {
    return ids;
  }

  /** The title at a position; "" where unknown. */
  public String title(int position) {
    return titles.isEmpty() ? "" : titles.get(position);
  }

  /** The position of an id; empty if the model does not know it. */
  public OptionalInt position(String id) {
    Integer position = positions.get(id);
    return position == null ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /** The vocabulary as it is in a model file. */
  public Vocabulary toProto() {
    return Vocabulary.newBuilder().addAllIds(ids).addAllTitles(titles).build();
  }

  /**
   * Reads a vocabulary as it is in a model file.
   *
   * @throws ModelFormatException if an id is empty or repeated, or the titles do not fit
   */
  public static IdVocabulary fromProto(Vocabulary proto) throws ModelFormatException {
    try {
      return new IdVocabulary(proto.getIdsList(), proto.getTitlesList());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("vocabulary: " + e.getMessage(), e);
    }
  }
}
