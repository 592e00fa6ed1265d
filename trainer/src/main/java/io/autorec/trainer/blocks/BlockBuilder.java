package io.autorec.trainer.blocks;

import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.times.Timestamps;
import java.util.Arrays;

/** Collects the rows of a {@link RatingBlock}. Not thread-safe. */
public final class BlockBuilder {
  private static final int FEWEST_ROWS = 16;

  private final Spellings users = new Spellings();
  private final Spellings items = new Spellings();
  private int[] userOf;
  private int[] itemOf;
  private float[] ratings;
  private double[] times;
  private int rows;
  private int missing;

  /**
   * Starts an empty block of rows as a layout says.
   *
   * @param expected the number of rows that there is room for at first
   */
  public BlockBuilder(Layout layout, int expected) {
    int room = Math.max(FEWEST_ROWS, expected);
    this.userOf = new int[room];
    this.itemOf = new int[room];
    this.ratings = new float[room];
    this.times = new double[layout.timestamp() == Layout.ABSENT ? 0 : room];
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
   * The block of all rows; call it once.
   *
   * @param lines the number of lines, or of rows, that the stretch has
   */
  public RatingBlock build(long lines) {
    if (rows < userOf.length) {
      userOf = Arrays.copyOf(userOf, rows);
      itemOf = Arrays.copyOf(itemOf, rows);
      ratings = Arrays.copyOf(ratings, rows);
      times = Arrays.copyOf(times, Math.min(times.length, rows));
    }
    return new RatingBlock(users, userOf, items, itemOf, ratings, times, missing, lines);
  }
}
