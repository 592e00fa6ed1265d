package io.autorec.trainer.ratings;

import io.autorec.model.IdVocabulary;
import io.autorec.trainer.blocks.Spellings;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Numbers ids from 0, in the order in which they first come.
 *
 * <p>The vocabulary at the end is sorted, so that it does not depend on the order of the rows:
 * numerically when all ids are integers, else by code point.
 */
final class IdNumbers {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

  private final Spellings spellings = new Spellings();
  private int[] positionOf = new int[0];

  /** The number of an id. */
  int number(String id) {
    byte[] text = id.getBytes(StandardCharsets.UTF_8);
    return spellings.number(text, 0, text.length);
  }

  /**
   * Changes numbers of ids elsewhere to their numbers here. An id without a row gets none.
   *
   * @param numbers per row, the number of its id; changed
   */
  void takeOver(Spellings others, int[] numbers) {
    int[] numberOf = new int[others.size()];
    Arrays.fill(numberOf, -1);
    for (int row = 0; row < numbers.length; row++) {
      int other = numbers[row];
      if (numberOf[other] < 0) {
        numberOf[other] = spellings.number(others, other);
      }
      numbers[row] = numberOf[other];
    }
  }

  /** The sorted ids. All must have their numbers now. */
  IdVocabulary vocabulary() {
    String[] ids = new String[spellings.size()];
    Arrays.setAll(ids, spellings::text);
    List<Integer> numbers = new ArrayList<>();
    IntStream.range(0, ids.length).forEach(numbers::add);
    numbers.sort(order(ids));
    positionOf = new int[ids.length];
    for (int position = 0; position < ids.length; position++) {
      positionOf[numbers.get(position)] = position;
    }
    return IdVocabulary.of(numbers.stream().map(number -> ids[number]).toList());
  }

  /** The position in the {@link #vocabulary} of the id with a number. */
  int position(int number) {
    return positionOf[number];
  }

  private static Comparator<Integer> order(String[] ids) {
    Comparator<Integer> byCodePoint =
        Comparator.comparing(
            number -> ids[number].getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    if (!Arrays.stream(ids).allMatch(id -> INTEGER.matcher(id).matches())) {
      return byCodePoint;
    }
    BigInteger[] values = Arrays.stream(ids).map(BigInteger::new).toArray(BigInteger[]::new);
    return Comparator.<Integer, BigInteger>comparing(number -> values[number])
        .thenComparing(byCodePoint); // "7" and "07" are two ids
  }
}
