package io.autorec.trainer.ratings;

import io.autorec.model.IdVocabulary;
import io.autorec.trainer.input.InputException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A growing column of ids. Each id is kept once; rows hold its number in the order of appearance.
 *
 * <p>The vocabulary at the end is sorted, so that it does not depend on the order of the rows:
 * numerically when all ids are integers, else by code point.
 */
final class IdColumn {
  private static final int MOST = Integer.MAX_VALUE - 8;
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private int[] rows = new int[1024];
  private int size;

  void add(String id) {
    Integer number = numbers.get(id);
    if (number == null) {
      number = ids.size();
      numbers.put(id, number);
      ids.add(id);
    }
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, larger(size));
    }
    rows[size++] = number;
  }

  /**
   * A larger length of an array: by half, which wastes less than doubling when there are millions
   * of rows.
   *
   * @throws InputException if an array cannot be larger
   */
  static int larger(int length) {
    if (length == MOST) {
      throw new InputException("more than " + MOST + " ratings (expected: fewer)");
    }
    return (int) Math.min(MOST, length + (length >> 1) + 1L);
  }

  /** Makes the vocabulary, and changes the numbers of the rows to its positions. Call it once. */
  IdVocabulary toVocabulary() {
    List<String> sorted = new ArrayList<>(ids);
    sorted.sort(order());
    int[] positionOf = new int[sorted.size()];
    for (int position = 0; position < positionOf.length; position++) {
      positionOf[numbers.getOrDefault(sorted.get(position), -1)] = position;
    }
    for (int i = 0; i < size; i++) {
      rows[i] = positionOf[rows[i]];
    }
    return IdVocabulary.of(sorted);
  }

  int size() {
    return size;
  }

  /** The entry of a row. */
  int get(int row) {
    return rows[row];
  }

  private Comparator<String> order() {
    Comparator<String> byCodePoint =
        (a, b) ->
            Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    if (!ids.stream().allMatch(id -> INTEGER.matcher(id).matches())) {
      return byCodePoint;
    }
    Map<String, BigInteger> values = new HashMap<>();
    ids.forEach(id -> values.put(id, new BigInteger(id)));
    return Comparator.<String, BigInteger>comparing(id -> values.getOrDefault(id, BigInteger.ZERO))
        .thenComparing(byCodePoint); // "7" and "07" are two ids
  }
}
