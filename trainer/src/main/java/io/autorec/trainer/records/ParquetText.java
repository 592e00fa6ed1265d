package io.autorec.trainer.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.autorec.trainer.fields.Blanks;
import io.autorec.trainer.input.InputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Spells the values of a Parquet column as text.
 *
 * <ul>
 *   <li>Strings and other bytes are UTF-8.
 *   <li>Dates and times are seconds since 1970, whatever the unit of the column.
 *   <li>All other types are spelled as usual.
 * </ul>
 */
final class ParquetText {
  private static final long EPOCH_JULIAN_DAY = 2_440_588;
  private static final long SECONDS_PER_DAY = 86_400;

  private ParquetText() {}

  /** The function that spells the value at which a reader of such a column stands. */
  static Function<ColumnReader, String> of(PrimitiveType type) {
    LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
    if (kind instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimals(type, decimal.getScale());
    }
    if (kind instanceof TimestampLogicalTypeAnnotation timestamp) {
      return seconds(timestamp.getUnit());
    }
    if (kind instanceof DateLogicalTypeAnnotation) {
      return reader -> Long.toString(reader.getInteger() * SECONDS_PER_DAY);
    }
    boolean unsigned = kind instanceof IntLogicalTypeAnnotation integer && !integer.isSigned();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> reader -> Boolean.toString(reader.getBoolean());
      case INT32 ->
          unsigned
              ? reader -> Integer.toUnsignedString(reader.getInteger())
              : reader -> Integer.toString(reader.getInteger());
      case INT64 ->
          unsigned
              ? reader -> Long.toUnsignedString(reader.getLong())
              : reader -> Long.toString(reader.getLong());
      case FLOAT -> reader -> RecordNumber.spell(reader.getFloat());
      case DOUBLE -> reader -> RecordNumber.spell(reader.getDouble());
      case INT96 -> reader -> seconds(reader.getBinary());
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          kind instanceof UUIDLogicalTypeAnnotation || kind instanceof Float16LogicalTypeAnnotation
              ? reader -> type.stringifier().stringify(reader.getBinary())
              : reader -> utf8(reader.getBinary());
    };
  }

  /**
   * How many units of an INT64 column make what the text of its values says, such as 1000 for
   * milliseconds, whose text is seconds; 0 for other columns.
   */
  static double perSecond(PrimitiveType type) {
    LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
    if (type.getPrimitiveTypeName() != PrimitiveTypeName.INT64) {
      return 0;
    }
    if (kind instanceof TimestampLogicalTypeAnnotation timestamp) {
      return Math.pow(10, digits(timestamp.getUnit()));
    }
    boolean signed = kind instanceof IntLogicalTypeAnnotation integer && integer.isSigned();
    return kind == null || signed ? 1 : 0;
  }

  private static Function<ColumnReader, String> decimals(PrimitiveType type, int scale) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> reader -> RecordNumber.spell(BigDecimal.valueOf(reader.getInteger(), scale));
      case INT64 -> reader -> RecordNumber.spell(BigDecimal.valueOf(reader.getLong(), scale));
      default ->
          reader ->
              RecordNumber.spell(
                  new BigDecimal(new BigInteger(reader.getBinary().getBytesUnsafe()), scale));
    };
  }

  private static Function<ColumnReader, String> seconds(TimeUnit unit) {
    int scale = digits(unit);
    return reader -> RecordNumber.spell(BigDecimal.valueOf(reader.getLong(), scale));
  }

  private static int digits(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 3;
      case MICROS -> 6;
      case NANOS -> 9;
    };
  }

  /** The seconds of an INT96: nanoseconds of the day, and the Julian day. */
  private static String seconds(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int start = bytes.position();
    BigDecimal ofDay = BigDecimal.valueOf(bytes.getLong(start), 9);
    long days = bytes.getInt(start + Long.BYTES) - EPOCH_JULIAN_DAY;
    return RecordNumber.spell(ofDay.add(BigDecimal.valueOf(days * SECONDS_PER_DAY)));
  }

  private static String utf8(Binary value) {
    String text = value.toStringUsingUTF8();
    if (text.indexOf('\uFFFD') >= 0 && !Arrays.equals(text.getBytes(UTF_8), value.getBytes())) {
      throw new InputException(InputException.quoted(text) + " is not text in UTF-8");
    }
    return Blanks.trimmed(text);
  }
}
