package io.autorec.trainer.records;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.Rows;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A cursor over rows with named fields. Choose the columns before the first row: these are the
 * fields, and where the format allows it nothing else is read.
 */
public abstract class RecordRows extends Rows implements Closeable {
  /** What the rows are, for people. */
  public abstract String description();

  /** The names of the columns that can be read, in their order. */
  public abstract List<String> names();

  /** Where the names of the columns are, for people. */
  public String placeOfNames() {
    return "the header";
  }

  /** The names of columns that cannot be read, since they hold lists or records. */
  public abstract Set<String> nested();

  /**
   * What some columns hold where they have a type, such as {@code userId holds numbers}.
   *
   * @param columns their indexes in {@link #names}
   */
  public List<String> types(List<Integer> columns) {
    return List.of();
  }

  /**
   * Makes columns the fields of the rows.
   *
   * @param columns their indexes in {@link #names}, in the order of the fields
   * @throws InputException if one cannot be read
   */
  public abstract void choose(List<Integer> columns) throws IOException;

  @Override
  public final void giveUpRow() {
    // A record ends where it ends, whatever its fields hold.
  }
}
