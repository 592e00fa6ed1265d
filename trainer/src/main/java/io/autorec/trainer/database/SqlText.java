package io.autorec.trainer.database;

import io.autorec.trainer.fields.Blanks;
import io.autorec.trainer.records.RecordNumber;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Spells the values of a column as text, as those of Parquet are.
 *
 * <ul>
 *   <li>Dates and timestamps are seconds since 1970; one without a time zone is taken as UTC.
 *   <li>Numbers are spelled without a fraction where they have none.
 *   <li>A null is empty.
 *   <li>Arrays, records, documents and bytes have no text.
 * </ul>
 */
@FunctionalInterface
interface SqlText {
  /** The seconds of the year 9999; what is later stands for infinity. */
  long LAST_SECOND = 253_402_300_799L;

  /** Types that drivers report as text or as of no known kind, and whose values are no ids. */
  Set<String> NESTED_NAMES =
      Set.of("json", "jsonb", "hstore", "xml", "tsvector", "geometry", "geography", "record");

  /** Spells the value of a column in the row at which a result stands. */
  String of(ResultSet row, int column) throws SQLException;

  /**
   * The function that spells the values of a type; null if they have no text.
   *
   * @param type a constant of {@link Types}
   * @param typeName the name of the type in the database
   */
  static @Nullable SqlText of(int type, String typeName) {
    String name = typeName.toLowerCase(Locale.ROOT);
    if (NESTED_NAMES.contains(name)) {
      return null;
    }
    if (name.equals("uuid")) {
      return SqlText::text;
    }
    return switch (type) {
      case Types.ARRAY,
          Types.STRUCT,
          Types.REF,
          Types.BLOB,
          Types.BINARY,
          Types.VARBINARY,
          Types.LONGVARBINARY,
          Types.SQLXML,
          Types.JAVA_OBJECT ->
          null;
      case Types.BOOLEAN -> SqlText::truth;
      // A number in most databases: 1 is no "true" there.
      case Types.BIT -> name.startsWith("bool") ? SqlText::truth : SqlText::text;
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB,
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.TIME ->
          SqlText::text;
      case Types.DATE -> SqlText::date;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> SqlText::timestamp;
      default ->
          // Oracle's and SQL Server's types with a time zone have numbers of their own.
          name.startsWith("timestamp") || name.equals("datetimeoffset")
              ? SqlText::timestamp
              : SqlText::any;
    };
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : Blanks.trimmed(text);
  }

  private static String truth(ResultSet row, int column) throws SQLException {
    boolean value = row.getBoolean(column);
    return row.wasNull() ? "" : Boolean.toString(value);
  }

  private static String date(ResultSet row, int column) throws SQLException {
    Date date = row.getDate(column, utc());
    return date == null
        ? ""
        : seconds(row, column, Math.floorDiv(date.getTime(), 1000L), BigDecimal.ZERO);
  }

  private static String timestamp(ResultSet row, int column) throws SQLException {
    Timestamp time = row.getTimestamp(column, utc());
    return time == null
        ? ""
        : seconds(
            row,
            column,
            Math.floorDiv(time.getTime(), 1000L),
            BigDecimal.valueOf(time.getNanos(), 9));
  }

  private static String seconds(ResultSet row, int column, long whole, BigDecimal fraction)
      throws SQLException {
    return Math.abs(whole) > LAST_SECOND
        ? text(row, column)
        : RecordNumber.spell(BigDecimal.valueOf(whole).add(fraction));
  }

  /** A value by its class: not every driver keeps to the type that it reports. */
  private static String any(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value instanceof Double number) {
      return RecordNumber.spell(number);
    }
    if (value instanceof Float number) {
      return RecordNumber.spell(number);
    }
    if (value instanceof BigDecimal number) {
      return RecordNumber.spell(number);
    }
    return text(row, column);
  }

  private static Calendar utc() {
    return Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
  }
}
