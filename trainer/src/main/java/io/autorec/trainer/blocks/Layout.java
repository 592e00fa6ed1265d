package io.autorec.trainer.blocks;

import io.autorec.trainer.fields.FieldValues;

/**
 * The fields of a row that count, and what they mean.
 *
 * @param user the index of the user
 * @param item the index of the item
 * @param rating the index of the rating, or {@link #ABSENT}
 * @param timestamp the index of the time, or {@link #ABSENT}; a row may end before it
 * @param least the fewest fields of a plain row
 * @param most the most fields of a plain row
 * @param userName the name of the user column; a row with it for a user is a header
 */
public record Layout(
    int user,
    int item,
    int rating,
    int timestamp,
    int least,
    int most,
    String userName,
    FieldValues values) {
  /** The index of a column that is not there. */
  public static final int ABSENT = -1;

  /** The number of fields from the first to the last that counts. */
  int countedFields() {
    return 1 + Math.max(Math.max(user, item), Math.max(rating, timestamp));
  }
}
