package io.autorec.trainer.blocks;

import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.times.Timestamps;
import java.util.Arrays;

/**
 * Good rows of a stretch of an input, by column.
 *
 * @param users ids of users, in UTF-8; those of rows and maybe others
 * @param userOf per row, the number of its user there
 * @param items ids of items, in UTF-8; those of rows and maybe others
 * @param itemOf per row, the number of its item there
 * @param ratings per row, or {@link FieldValues#MISSING}; 1 where rows have none
 * @param times per row; empty where rows have none
 * @param missing the number of rows without a rating; their times do not count
 * @param lines the number of lines, or of rows, that the stretch has
 */
public record RatingBlock(
    Spellings users,
    int[] userOf,
    Spellings items,
    int[] itemOf,
    float[] ratings,
    double[] times,
    int missing,
    long lines) {

  /** The number of rows with a time. */
  public long timed() {
    return Arrays.stream(times).filter(time -> time != Timestamps.NONE).count();
  }

  /** The first row with a rating; the first of all if none has one. */
  public int first() {
    int row = 0;
    while (row < ratings.length && ratings[row] == FieldValues.MISSING) {
      row++;
    }
    return row < ratings.length ? row : 0;
  }

  /** The number of rows. */
  public int rows() {
    return userOf.length;
  }
}
