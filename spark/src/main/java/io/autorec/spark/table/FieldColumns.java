package io.autorec.spark.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import io.autorec.trainer.fields.Blanks;
import io.autorec.trainer.fields.RatingNumber;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.records.RecordNumber;
import io.autorec.trainer.times.Timestamps;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of any type as the trainer does. A null or NaN is an empty field.
 *
 * <ul>
 *   <li>Ids stay text or whole numbers. A number without a fraction is spelled without one.
 *   <li>Ratings are float; NaN is no rating.
 *   <li>Times are seconds, or the numbers of the column; null is no time, and NaN a wrong one.
 * </ul>
 */
final class FieldColumns {
  private static final String BLANKS =
      IntStream.rangeClosed(0, Character.MAX_VALUE)
          .mapToObj(c -> String.valueOf((char) c))
          .filter(c -> !Character.isSurrogate(c.charAt(0)) && Blanks.trimmed(c).isEmpty())
          .collect(Collectors.joining());

  private FieldColumns() {}

  static boolean isWhole(DataType type) {
    return type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType;
  }

  /** An id: bigint or text. */
  static Column id(String name, DataType type, String source) {
    Column field = field(name);
    if (isWhole(type)) {
      return field.cast(DataTypes.LongType);
    }
    if (type instanceof StringType) {
      return trim(field, BLANKS);
    }
    if (type instanceof DecimalType) {
      UDF1<BigDecimal, String> spell = value -> value == null ? "" : RecordNumber.spell(value);
      return udf(spell, DataTypes.StringType).apply(field);
    }
    if (type instanceof NumericType) {
      UDF1<Double, String> spell = value -> value == null ? "" : RecordNumber.spell(value);
      return udf(spell, DataTypes.StringType).apply(field.cast(DataTypes.DoubleType));
    }
    throw refused(name, type, source, "text or whole numbers");
  }

  /** A rating: float. */
  static Column rating(String name, DataType type, String source) {
    Column field = field(name);
    if (type instanceof StringType) {
      UDF1<String, Float> parse =
          text -> text == null ? Float.NaN : RatingNumber.parse(Blanks.trimmed(text));
      return udf(parse, DataTypes.FloatType).apply(field);
    }
    if (type instanceof NumericType || type instanceof BooleanType) {
      // Never -0, as in the trainer.
      return field.cast(DataTypes.FloatType).plus(lit(0f));
    }
    throw refused(name, type, source, "numbers");
  }

  /** A time: double. */
  static Column time(String name, DataType type, String source) {
    Column field = field(name);
    if (type instanceof StringType) {
      UDF1<String, Double> parse = FieldColumns::seconds;
      return udf(parse, DataTypes.DoubleType).apply(field);
    }
    if (type instanceof NumericType) {
      Column number = field.cast(DataTypes.DoubleType);
      return when(number.isNaN(), lit(null)).otherwise(number);
    }
    if (type instanceof DateType) {
      return unix_date(field).cast(DataTypes.DoubleType).multiply(86_400);
    }
    if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return field.cast(DataTypes.TimestampType).cast(DataTypes.DoubleType);
    }
    throw refused(name, type, source, "numbers, dates or times; none if times do not count");
  }

  private static @Nullable Double seconds(@Nullable String text) {
    double time = text == null ? Timestamps.NONE : Timestamps.parseClear(Blanks.trimmed(text));
    return time == Timestamps.NONE ? null : Double.valueOf(time);
  }

  /** A column of this very name, which may hold dots. */
  static Column field(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private static InputException refused(
      String name, DataType type, String source, String expected) {
    return new InputException(
        "%s: column %s: of type %s (expected: %s)"
            .formatted(source, name, type.simpleString(), expected));
  }
}
