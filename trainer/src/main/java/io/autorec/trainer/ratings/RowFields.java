package io.autorec.trainer.ratings;

import io.autorec.model.RatingScale;
import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.fields.RatingNumber;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file, and what the fields of each are. A bad row, or a bad field of it, is
 * refused with the place and the value.
 */
final class RowFields {
  private static final String HELP =
      "; --skip-bad-rows leaves such rows out, --missing-value names what stands for none";

  private static final String RATINGS = "a number from -1000000 to 1000000" + HELP;

  private final Path path;
  private final Rows rows;
  private final Columns columns;
  private final RowShape shape;
  private final Layout layout;

  /**
   * @param path the file in messages
   */
  RowFields(Path path, RatingsFormat format, ReadOptions options) {
    this.path = path;
    this.rows = format.rows();
    this.columns = format.columns();
    this.shape = format.shape();
    this.layout = format.layout(options);
  }

  /** The next rows at once, if they are plain. */
  @Nullable RatingBlock nextBlock() throws IOException {
    return rows.nextBlock(layout);
  }

  /**
   * Moves to the next row; returns false if there is none.
   *
   * @throws InputException if it is malformed
   */
  boolean next() throws IOException {
    try {
      return rows.next();
    } catch (InputException e) {
      throw new InputException(e.getMessage() + "; " + RowShape.SKIP);
    }
  }

  /** Returns true if the row is the header again. */
  boolean areHeader() {
    return shape.isHeader(rows, columns);
  }

  /**
   * Checks the number of fields.
   *
   * @throws InputException if the row is none; it is then given up
   */
  void check() throws IOException {
    String problem = shape.problem(rows, columns);
    if (!problem.isEmpty()) {
      throw givenUp(new InputException(place() + ": " + problem));
    }
  }

  /**
   * Refuses a row with a number in a column of unknown meaning: {@link Columns#requireNoNumber}.
   */
  void requireNoNumber(Set<Integer> undecided) {
    columns.requireNoNumber(path, rows.fields(), undecided);
  }

  String user() {
    return id("user", columns.user());
  }

  String item() {
    return id("item", columns.item());
  }

  /** The rating, or {@link FieldValues#MISSING}; 1 if rows have none. */
  float rating() {
    if (!columns.hasRating()) {
      return 1;
    }
    String text = oneLine("rating", columns.rating(), RATINGS);
    float rating = layout.values().rating(text);
    RatingScale scale = layout.values().scale();
    if (scale != null && layout.values().isOffScale(text)) {
      throw bad(
          "rating " + InputException.quoted(text),
          "from %s to %s, as --scale says%s"
              .formatted(RatingNumber.shown(scale.min()), RatingNumber.shown(scale.max()), HELP));
    }
    if (Float.isNaN(rating)) {
      throw bad(
          "rating " + InputException.quoted(text) + whyEmpty(text, columns.rating()), RATINGS);
    }
    return rating;
  }

  /** The time as it is written; empty if the row ends before it. */
  String timestamp() {
    return columns.timestamp() < rows.size() ? rows.field(columns.timestamp()) : "";
  }

  /** The file and the place of the row in it, for messages. */
  String place() {
    return path + rows.place();
  }

  private String id(String role, int column) {
    String id = oneLine(role + " id", column, "no line break");
    if (id.isEmpty()) {
      throw bad(role + " id empty" + whyEmpty(id, column), "an id; " + RowShape.SKIP);
    }
    return id;
  }

  private String whyEmpty(String text, int column) {
    return text.isEmpty() ? rows.whyEmpty(column) : "";
  }

  /**
   * A field that must be on one line. If it has several lines, an unclosed quote may have joined
   * many rows.
   */
  private String oneLine(String role, int column, String expected) {
    String text = rows.field(column);
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw givenUp(bad(role + " " + InputException.quoted(text), expected));
    }
    return text;
  }

  private InputException givenUp(InputException e) {
    rows.giveUpRow();
    return e;
  }

  private InputException bad(String value, String expected) {
    return new InputException(place() + ": " + value + " (expected: " + expected + ")");
  }
}
