package io.autorec.server.request;

import io.autorec.foldin.FoldIn;
import io.autorec.model.RowEncoding;
import io.autorec.model.UserRatings;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Ratings that a network gets as an input row, or that a column is fitted to.
 *
 * @param positions what is rated, each position once
 * @param ratings aligned with the positions; like these not copied
 * @param unknownIds the ids of the request that the model does not know, in its order
 */
public record InputRow(int[] positions, float[] ratings, List<String> unknownIds) {
  /** A row without ratings. */
  public static final InputRow EMPTY = new InputRow(new int[0], new float[0], List.of());

  public InputRow {
    unknownIds = List.copyOf(unknownIds);
  }

  /** Returns the stored ratings of a known user. */
  public static InputRow of(UserRatings stored, int user) {
    return new InputRow(stored.items(user), stored.ratings(user), List.of());
  }

  /** Returns these ratings, and the stored ratings of a user for other positions. */
  public InputRow over(UserRatings stored, int user) {
    Set<Integer> newer = new HashSet<>();
    IntStream.of(positions).forEach(newer::add);
    InputRow all = of(stored, user);
    InputRow older = all.only(i -> !newer.contains(all.positions[i]));
    int size = positions.length + older.positions.length;
    int[] joined = Arrays.copyOf(positions, size);
    float[] joinedRatings = Arrays.copyOf(ratings, size);
    System.arraycopy(older.positions, 0, joined, positions.length, older.positions.length);
    System.arraycopy(older.ratings, 0, joinedRatings, positions.length, older.positions.length);
    return new InputRow(joined, joinedRatings, unknownIds);
  }

  /** Returns these ratings without the one at an index; any other number leaves none out. */
  public InputRow without(int left) {
    return only(i -> i != left);
  }

  private InputRow only(IntPredicate isKept) {
    int[] kept = IntStream.range(0, positions.length).filter(isKept).toArray();
    float[] keptRatings = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      keptRatings[i] = ratings[kept[i]];
      kept[i] = positions[kept[i]];
    }
    return new InputRow(kept, keptRatings, unknownIds);
  }

  /** Returns true if there are no ratings. */
  public boolean isEmpty() {
    return positions.length == 0;
  }

  /** Writes the ratings into a clean row of [batch, width]. */
  public void encode(FloatBuffer rows, int row, int width) {
    for (int i = 0; i < positions.length; i++) {
      RowEncoding.observe(rows, row, width, positions[i], ratings[i]);
    }
  }

  /** Clears the row again. */
  public void forget(FloatBuffer rows, int row, int width) {
    for (int position : positions) {
      RowEncoding.forget(rows, row, width, position);
    }
  }

  /** Fits a column to the ratings. */
  public float[] fit(FoldIn foldIn) {
    return foldIn.fit(positions, ratings);
  }
}
