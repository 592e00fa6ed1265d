package io.autorec.bench.load;

import io.autorec.model.UserRatings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws rows from training ratings: the same ones in every run. */
final class RowDraw {
  private static final long SEED = 1;

  private final int[][] columns;
  private final float[][] ratings;

  private RowDraw(int[][] columns, float[][] ratings) {
    this.columns = columns;
    this.ratings = ratings;
  }

  /** Rows of users; the columns are items. */
  static RowDraw ofUsers(UserRatings all) {
    int[] owners = owners(all);
    int[] items = new int[all.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = all.item(i);
    }
    return grouped(all, owners, items, all.users());
  }

  /** Rows of items; the columns are users. */
  static RowDraw ofItems(UserRatings all, int items) {
    int[] owners = new int[all.size()];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = all.item(i);
    }
    return grouped(all, owners, owners(all), items);
  }

  private static int[] owners(UserRatings all) {
    int[] owners = new int[all.size()];
    for (int user = 0; user < all.users(); user++) {
      Arrays.fill(owners, all.start(user), all.start(user + 1), user);
    }
    return owners;
  }

  private static RowDraw grouped(UserRatings all, int[] rows, int[] columns, int count) {
    int[] sizes = new int[count];
    for (int row : rows) {
      sizes[row]++;
    }
    int[][] grouped = new int[count][];
    float[][] ratings = new float[count][];
    for (int row = 0; row < count; row++) {
      grouped[row] = new int[sizes[row]];
      ratings[row] = new float[sizes[row]];
    }
    for (int i = rows.length - 1; i >= 0; i--) {
      int at = --sizes[rows[i]];
      grouped[rows[i]][at] = columns[i];
      ratings[rows[i]][at] = all.rating(i);
    }
    return new RowDraw(grouped, ratings);
  }

  /**
   * Draws rows that have ratings, each at most once.
   *
   * @param count how many rows at most
   * @param maxRatings most ratings of a row; of longer ones a random part is taken
   */
  List<RatedRow> draw(int count, int maxRatings) throws BenchException {
    Random random = new Random(SEED);
    List<Integer> positions = new ArrayList<>();
    for (int row = 0; row < columns.length; row++) {
      if (columns[row].length > 0) {
        positions.add(row);
      }
    }
    if (positions.isEmpty()) {
      throw new BenchException("the model has no training ratings");
    }
    Collections.shuffle(positions, random);
    List<RatedRow> rows = new ArrayList<>();
    for (int row : positions.subList(0, Math.min(count, positions.size()))) {
      rows.add(part(row, maxRatings, random));
    }
    return rows;
  }

  private RatedRow part(int row, int maxRatings, Random random) {
    int[] chosen = new int[Math.min(maxRatings, columns[row].length)];
    float[] values = new float[chosen.length];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < columns[row].length; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = columns[row][order.get(i)];
      values[i] = ratings[row][order.get(i)];
    }
    return new RatedRow(row, chosen, values);
  }
}
