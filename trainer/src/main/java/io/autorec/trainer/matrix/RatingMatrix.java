package io.autorec.trainer.matrix;

import io.autorec.model.Orientation;
import io.autorec.trainer.ratings.RatingTable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sparse rating matrix by rows (CSR): the entries of row r are start(r) to start(r + 1).
 *
 * <p>Immutable. A row is what the orientation says: an item's ratings or a user's.
 */
public final class RatingMatrix {
  private final int width;
  private final int[] starts;
  private final int[] columns;
  private final float[] ratings;

  private RatingMatrix(int width, int[] starts, int[] columns, float[] ratings) {
    this.width = width;
    this.starts = starts;
    this.columns = columns;
    this.ratings = ratings;
  }

  /**
   * Arranges some ratings of a table as rows.
   *
   * @param table all ratings
   * @param indices ascending indices into the table
   * @param orientation what a row is
   */
  public static RatingMatrix of(RatingTable table, int[] indices, Orientation orientation) {
    boolean byItem = orientation == Orientation.ITEM;
    int rows = byItem ? table.items().size() : table.users().size();
    int width = byItem ? table.users().size() : table.items().size();
    int[] starts = new int[rows + 1];
    for (int i : indices) {
      starts[(byItem ? table.item(i) : table.user(i)) + 1]++;
    }
    for (int row = 0; row < rows; row++) {
      starts[row + 1] += starts[row];
    }
    int[] next = starts.clone();
    int[] columns = new int[indices.length];
    float[] ratings = new float[indices.length];
    // The table is in order of user, then item, so columns come out ascending in either
    // orientation.
    for (int i : indices) {
      int at = next[byItem ? table.item(i) : table.user(i)]++;
      columns[at] = byItem ? table.user(i) : table.item(i);
      ratings[at] = table.rating(i);
    }
    return new RatingMatrix(width, starts, columns, ratings);
  }

  /**
   * These ratings and others of the same rows and columns.
   *
   * @param other none of a pair that has a rating here
   */
  public RatingMatrix with(RatingMatrix other) {
    int[] startsOfAll = new int[starts.length];
    int[] columnsOfAll = new int[columns.length + other.columns.length];
    float[] ratingsOfAll = new float[columnsOfAll.length];
    int at = 0;
    for (int row = 0; row < rows(); row++) {
      int mine = starts[row];
      int others = other.starts[row];
      while (mine < starts[row + 1] || others < other.starts[row + 1]) {
        boolean isMine =
            others == other.starts[row + 1]
                || (mine < starts[row + 1] && columns[mine] < other.columns[others]);
        columnsOfAll[at] = isMine ? columns[mine] : other.columns[others];
        ratingsOfAll[at++] = isMine ? ratings[mine++] : other.ratings[others++];
      }
      startsOfAll[row + 1] = at;
    }
    return new RatingMatrix(width, startsOfAll, columnsOfAll, ratingsOfAll);
  }

  /** The same rows and columns without a rating. */
  public RatingMatrix cleared() {
    return new RatingMatrix(width, new int[starts.length], new int[0], new float[0]);
  }

  /** The same ratings with the columns as rows. */
  public RatingMatrix transposed() {
    int[] startsOfColumns = new int[width + 1];
    for (int column : columns) {
      startsOfColumns[column + 1]++;
    }
    for (int column = 0; column < width; column++) {
      startsOfColumns[column + 1] += startsOfColumns[column];
    }
    int[] next = startsOfColumns.clone();
    int[] rows = new int[columns.length];
    float[] values = new float[columns.length];
    for (int row = 0; row < rows(); row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        int at = next[columns[i]]++;
        rows[at] = row;
        values[at] = ratings[i];
      }
    }
    return new RatingMatrix(rows(), startsOfColumns, rows, values);
  }

  /** Number of rows, with or without ratings. */
  public int rows() {
    return starts.length - 1;
  }

  /** Length of a row. */
  public int width() {
    return width;
  }

  /** Number of ratings. */
  public int size() {
    return ratings.length;
  }

  /** Index of a row's first entry; also the end of the row before. */
  public int start(int row) {
    return starts[row];
  }

  /** Number of ratings in a row. */
  public int count(int row) {
    return starts[row + 1] - starts[row];
  }

  /** Column of the entry at an index. */
  public int column(int index) {
    return columns[index];
  }

  /** Rating of the entry at an index. */
  public float rating(int index) {
    return ratings[index];
  }

  /** Rows with at least one rating, ascending. */
  public int[] observedRows() {
    return IntStream.range(0, rows()).filter(row -> count(row) > 0).toArray();
  }

  /** Number of columns that some row observes. */
  public int observedColumns() {
    int observed = 0;
    for (boolean cold : coldColumns()) {
      observed += cold ? 0 : 1;
    }
    return observed;
  }

  /** Columns that no row observes, [width]. */
  public boolean[] coldColumns() {
    boolean[] cold = new boolean[width];
    Arrays.fill(cold, true);
    for (int column : columns) {
      cold[column] = false;
    }
    return cold;
  }
}
