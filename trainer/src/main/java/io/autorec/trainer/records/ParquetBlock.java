package io.autorec.trainer.records;

import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.blocks.LongNumbers;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.blocks.Spellings;
import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.times.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row group of a Parquet file as a block, if all its rows are good. Columns are read by
 * several threads. A value is spelled when it first comes.
 */
final class ParquetBlock {
  private static final int NONE = -1;

  private final Layout layout;
  private final List<ColumnReader> columns;
  private final List<Function<ColumnReader, String>> texts;
  private final int rows;

  /**
   * @param columns at their first value; a row has a value in each, or none
   * @param texts how the values of each column are spelled
   * @param rows the number of rows
   */
  ParquetBlock(
      Layout layout,
      List<ColumnReader> columns,
      List<Function<ColumnReader, String>> texts,
      int rows) {
    this.layout = layout;
    this.columns = columns;
    this.texts = texts;
    this.rows = rows;
  }

  /** The block; null if a row is bad. */
  @Nullable RatingBlock read() {
    Spellings userIds = new Spellings();
    Spellings itemIds = new Spellings();
    int[] users = new int[rows];
    int[] items = new int[rows];
    float[] ratings = new float[rows];
    double[] times = new double[layout.timestamp() == Layout.ABSENT ? 0 : rows];
    List<BooleanSupplier> readings =
        List.of(
            () -> readIds(layout.user(), userIds, users),
            () -> readIds(layout.item(), itemIds, items),
            () -> readRatings(ratings),
            () -> readTimes(times));
    if (!readings.parallelStream().allMatch(BooleanSupplier::getAsBoolean)) {
      return null;
    }
    int missing = 0;
    for (int row = 0; row < rows; row++) {
      if (ratings[row] == FieldValues.MISSING) {
        missing++;
        if (times.length > 0) {
          times[row] = Timestamps.NONE;
        }
      }
    }
    // A row group may be large: nothing is copied.
    return new RatingBlock(userIds, users, itemIds, items, ratings, times, missing, rows);
  }

  /** Reads per row the number of its id; returns false if one is empty, or has several lines. */
  private boolean readIds(int column, Spellings ids, int[] numbers) {
    List<String> spelled = readValues(column, numbers);
    int[] numberOf = new int[spelled.size()];
    for (int value = 0; value < numberOf.length; value++) {
      String id = layout.values().id(spelled.get(value));
      if (id.isEmpty() || id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0) {
        return false;
      }
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      numberOf[value] = ids.number(bytes, 0, bytes.length);
    }
    for (int row = 0; row < rows; row++) {
      if (numbers[row] == NONE) {
        return false;
      }
      numbers[row] = numberOf[numbers[row]];
    }
    return true;
  }

  /** Reads per row the rating; returns false if one is bad. */
  private boolean readRatings(float[] ratings) {
    if (layout.rating() == Layout.ABSENT) {
      Arrays.fill(ratings, 1);
      return true;
    }
    int[] numbers = new int[rows];
    List<String> spelled = readValues(layout.rating(), numbers);
    float ofNone = layout.values().rating("");
    float[] ratingOf = new float[spelled.size()];
    for (int value = 0; value < ratingOf.length; value++) {
      ratingOf[value] = layout.values().rating(spelled.get(value));
    }
    for (int row = 0; row < rows; row++) {
      ratings[row] = numbers[row] == NONE ? ofNone : ratingOf[numbers[row]];
      if (Float.isNaN(ratings[row])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads the values of a column.
   *
   * @param numbers per row, gets the number of its value, or {@link #NONE}
   * @return the different values by number, as text
   */
  private List<String> readValues(int column, int[] numbers) {
    ColumnReader reader = columns.get(column);
    PrimitiveTypeName type = reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName();
    List<String> spelled = new ArrayList<>();
    LongNumbers ofNumbers = new LongNumbers();
    Spellings ofBytes = new Spellings();
    for (int row = 0; row < rows; row++) {
      if (isNull(reader)) {
        numbers[row] = NONE;
      } else {
        int number =
            switch (type) {
              case INT32 -> ofNumbers.number(reader.getInteger());
              case INT64 -> ofNumbers.number(reader.getLong());
              case FLOAT -> ofNumbers.number(Float.floatToRawIntBits(reader.getFloat()));
              case DOUBLE -> ofNumbers.number(Double.doubleToRawLongBits(reader.getDouble()));
              case BOOLEAN -> ofNumbers.number(reader.getBoolean() ? 1 : 0);
              default -> {
                byte[] bytes = reader.getBinary().getBytesUnsafe();
                yield ofBytes.number(bytes, 0, bytes.length);
              }
            };
        if (number == spelled.size()) {
          spelled.add(texts.get(column).apply(reader));
        }
        numbers[row] = number;
      }
      reader.consume();
    }
    return spelled;
  }

  /** Reads per row the time; returns false if one is bad. */
  private boolean readTimes(double[] times) {
    if (times.length == 0) {
      return true;
    }
    FieldValues meaning = layout.values();
    ColumnReader reader = columns.get(layout.timestamp());
    PrimitiveType type = reader.getDescriptor().getPrimitiveType();
    double perSecond = ParquetText.perSecond(type);
    Function<ColumnReader, String> spelling = texts.get(layout.timestamp());
    for (int row = 0; row < rows; row++) {
      if (isNull(reader)) {
        times[row] = meaning.time("");
      } else if (perSecond > 0) {
        times[row] = reader.getLong() / perSecond;
      } else {
        times[row] = meaning.time(spelling.apply(reader));
      }
      if (Double.isNaN(times[row])) {
        return false;
      }
      reader.consume();
    }
    return true;
  }

  private static boolean isNull(ColumnReader reader) {
    return reader.getCurrentDefinitionLevel() < reader.getDescriptor().getMaxDefinitionLevel();
  }
}
