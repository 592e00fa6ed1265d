package io.autorec.trainer.ratings;

import io.autorec.model.RatingScale;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.scale.ScaleChoice;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user may say about a ratings file. A column is named as its header does, or by its
 * position, from 1.
 *
 * @param userColumn the column of the user ids; empty to detect it
 * @param itemColumn the column of the item ids; empty to detect it
 * @param ratingColumn the column of the ratings; empty to detect it
 * @param timestampColumn the column of the timestamps; empty to detect it, if there is one
 * @param titleColumn the column of the titles in a file of titles; empty to detect it
 * @param separator what separates the fields of delimited text; empty to detect it
 * @param header whether the first line names the columns
 * @param missingValues ratings that stand for none, as they are written
 * @param interactions true to take every row as an interaction without a rating
 * @param scale the scale of all ratings, off which a row is bad; null for that of the file
 * @param skipBadRows true to count bad rows instead of stopping at the first
 * @param keepTimes true to keep the times of ratings and interactions in memory
 */
@RecordBuilder
public record ReadOptions(
    String userColumn,
    String itemColumn,
    String ratingColumn,
    String timestampColumn,
    String titleColumn,
    String separator,
    Header header,
    List<String> missingValues,
    boolean interactions,
    @Nullable RatingScale scale,
    boolean skipBadRows,
    boolean keepTimes) {

  /** Whether the first line of delimited text names the columns. */
  public enum Header {
    DETECT,
    PRESENT,
    ABSENT
  }

  public ReadOptions {
    missingValues = List.copyOf(missingValues);
    if (interactions && !ratingColumn.isEmpty()) {
      throw new InputException(
          "--interactions: with --rating-column " + ratingColumn + " (expected: one of the two)");
    }
    if (interactions && scale != null) {
      throw new InputException(
          "--scale: %s for interactions (expected: ratings, or no --scale)"
              .formatted(ScaleChoice.option(scale)));
    }
  }

  /** Detect everything; stop at the first bad row. */
  public static ReadOptions defaults() {
    return new ReadOptions(
        "", "", "", "", "", "", Header.DETECT, List.of(), false, null, false, false);
  }

  /** A copy to change. */
  public ReadOptionsBuilder toBuilder() {
    return ReadOptionsBuilder.builder(this);
  }

  /** The same options, and the times are kept. */
  public ReadOptions withTimes() {
    return toBuilder().keepTimes(true).build();
  }

  /** The same options for a file whose rows are interactions, whatever columns it has. */
  public ReadOptions asInteractions() {
    return toBuilder().ratingColumn("").interactions(true).build();
  }

  /**
   * Refuses a scale for interactions.
   *
   * @throws InputException if the options name one, and the rows are no ratings
   */
  void requireScaleFor(Feedback feedback, String source) {
    if (scale != null && feedback.isImplicit()) {
      throw new InputException(
          "%s: interactions, %s (expected: ratings for --scale %s, or no --scale)"
              .formatted(source, feedback.reason(), ScaleChoice.option(scale)));
    }
  }

  /** Returns true if a column of users, items or ratings is given by its position. */
  boolean placesColumn() {
    return List.of(userColumn, itemColumn, ratingColumn).stream()
        .anyMatch(column -> ColumnNames.position(column).isPresent());
  }

  /** Returns true if a column is named other than by its position, which needs a header. */
  boolean namesColumn() {
    return List.of(userColumn, itemColumn, ratingColumn, timestampColumn).stream()
        .anyMatch(column -> !column.isEmpty() && ColumnNames.position(column).isEmpty());
  }
}
