package io.autorec.trainer.blocks;

import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.times.Timestamps;
import java.util.Arrays;

/** Collects the rows of a {@link RatingBlock}. Not thread-safe. */
public final class BlockBuilder {
  private static final int FEWEST_ROWS = 1 << 12;

  private final Spellings users = new Spellings();
  private final Spellings items = new Spellings();
  private int[] userOf = new int[FEWEST_ROWS];
  private int[] itemOf = new int[FEWEST_ROWS];
  private float[] ratings = new float[FEWEST_ROWS];
  private double[] times;
  private int rows;
  private int missing;

  /** Starts an empty block of rows as a layout says. */
  public BlockBuilder(Layout layout) {
    this.times = new double[layout.timestamp() == Layout.ABSENT ? 0 : FEWEST_ROWS];
  }

  /** The ids of users, in UTF-8. */
  public Spellings users() {
    return users;
  }

  /** The ids of items, in UTF-8. */
  public Spellings items() {
    return items;
  }

  /**
   * Adds a row.
   *
   * @param user the number of its user
   * @param item the number of its item
   * @param rating {@link FieldValues#MISSING} for none
   */
  public void add(int user, int item, float rating, double time) {
    if (rows == userOf.length) {
      userOf = Arrays.copyOf(userOf, 2 * rows);
      itemOf = Arrays.copyOf(itemOf, 2 * rows);
      ratings = Arrays.copyOf(ratings, 2 * rows);
      times = Arrays.copyOf(times, 2 * times.length);
    }
    userOf[rows] = user;
    itemOf[rows] = item;
    ratings[rows] = rating;
    boolean isMissing = rating == FieldValues.MISSING;
    missing += isMissing ? 1 : 0;
    if (times.length > 0) {
      times[rows] = isMissing ? Timestamps.NONE : time;
    }
    rows++;
  }

  /**
   * The block of all rows.
   *
   * @param lines the number of lines, or of rows, that the stretch has
   */
  public RatingBlock build(long lines) {
    return new RatingBlock(
        users,
        Arrays.copyOf(userOf, rows),
        items,
        Arrays.copyOf(itemOf, rows),
        Arrays.copyOf(ratings, rows),
        Arrays.copyOf(times, Math.min(times.length, rows)),
        missing,
        lines);
  }
}
