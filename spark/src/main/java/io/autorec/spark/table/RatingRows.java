package io.autorec.spark.table;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.autorec.model.RatingScale;
import io.autorec.trainer.fields.RatingNumber;
import io.autorec.trainer.input.InputException;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The good rows of a table of ratings, with the columns {@value #USER} and {@value #ITEM} (bigint
 * or text), {@value #RATING} (float, 1 for interactions), {@value #TIME} (double or null) and
 * {@value #ROW}, the place among all rows. Of one file, the places are in its order.
 *
 * @param rows the rows
 * @param source the table, for messages
 * @param columns the columns that were read, for people
 * @param rated whether rows have ratings
 * @param timed whether rows have times
 * @param wholeTimes whether times are whole numbers
 * @param read the number of all rows
 * @param bad the number of rows that were left out
 */
public record RatingRows(
    Dataset<Row> rows,
    String source,
    String columns,
    boolean rated,
    boolean timed,
    boolean wholeTimes,
    long read,
    long bad) {
  public static final String USER = "user";
  public static final String ITEM = "item";
  public static final String RATING = "rating";
  public static final String TIME = "timestamp";
  static final String ROW = "row";

  private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
  private static final long ROWS_OF_TASK = 200_000;

  /**
   * Opens a table, and looks at every row of it once.
   *
   * @param scale the ratings that may be; null for any
   * @throws InputException if it cannot be read, or a row is bad and those are not to be skipped
   */
  public static RatingRows open(
      SparkSession spark, TableOptions options, @Nullable RatingScale scale) {
    String source = options.input();
    Dataset<Row> table = InputTable.open(spark, options);
    StructType schema = table.schema();
    ColumnChoice choice = ColumnChoice.of(schema, options, source);
    Column rating =
        choice.rating() == null
            ? lit(1f)
            : FieldColumns.rating(
                choice.rating(), schema.apply(choice.rating()).dataType(), source);
    Column time =
        choice.time() == null
            ? lit(null).cast(DataTypes.DoubleType)
            : FieldColumns.time(choice.time(), schema.apply(choice.time()).dataType(), source);
    Dataset<Row> rows =
        table.select(
            FieldColumns.id(choice.user(), schema.apply(choice.user()).dataType(), source).as(USER),
            FieldColumns.id(choice.item(), schema.apply(choice.item()).dataType(), source).as(ITEM),
            rating.as(RATING),
            time.as(TIME),
            monotonically_increasing_id().as(ROW),
            shown(choice.rating()).as("shownRating"),
            shown(choice.time()).as("shownTime"));
    BadRows bad = new BadRows(scale);
    JobNames.next(spark, "Look at every row of " + source);
    Row counts =
        rows.agg(
                count(lit(1)),
                count_if(bad.any()),
                min_by(
                    struct(col(USER), col(ITEM), col("shownRating"), col("shownTime"), bad.what()),
                    when(bad.any(), col(ROW))))
            .head();
    long read = counts.getLong(0);
    long badRows = counts.getLong(1);
    if (read == 0) {
      throw new InputException(source + ": no rows");
    }
    if (badRows > 0 && !options.skipBadRows()) {
      throw bad.refused(source, read, badRows, counts.getStruct(2));
    }
    if (badRows == read) {
      throw bad.refused(source, read, badRows, counts.getStruct(2));
    }
    fitShuffles(spark, read);
    boolean wholeTimes =
        choice.time() != null && FieldColumns.isWhole(schema.apply(choice.time()).dataType());
    return new RatingRows(
        (badRows == 0 ? rows : rows.where(not(bad.any()))).drop("shownRating", "shownTime"),
        source,
        String.join(
            ", ",
            choice.user(),
            choice.item(),
            choice.rating() == null ? "(interactions)" : choice.rating(),
            choice.time() == null ? "(no times)" : choice.time()),
        choice.rating() != null,
        choice.time() != null,
        wholeTimes,
        read,
        badRows);
  }

  /** Shuffles into tasks of one size, unless the user says into how many: Spark's 200 fit few. */
  private static void fitShuffles(SparkSession spark, long rows) {
    if (!spark.sparkContext().conf().contains(SHUFFLE_PARTITIONS)) {
      long least = 2L * spark.sparkContext().defaultParallelism();
      spark.conf().set(SHUFFLE_PARTITIONS, Math.max(least, rows / ROWS_OF_TASK));
    }
  }

  private static Column shown(@Nullable String column) {
    return column == null
        ? lit("")
        : coalesce(FieldColumns.field(column).cast(DataTypes.StringType), lit(""));
  }

  /**
   * One row of each pair of user and item, the latest; of several such, and without times, the
   * last. The rows of a user are together, and sorted by item.
   */
  public Dataset<Row> latest() {
    String place = "place";
    return rows.repartition(col(USER))
        .withColumn(
            place,
            row_number()
                .over(
                    Window.partitionBy(USER, ITEM)
                        .orderBy(col(TIME).desc_nulls_last(), col(ROW).desc())))
        .where(col(place).equalTo(1))
        .drop(place, ROW)
        .sortWithinPartitions(USER, ITEM);
  }

  /** Tells bad rows, and the first of them. */
  private record BadRows(@Nullable RatingScale scale) {
    private static Column isEmpty(String id) {
      return col(id).isNull().or(col(id).cast(DataTypes.StringType).equalTo(""));
    }

    private static Column noRating() {
      return col(RATING).isNull().or(col(RATING).isNaN()).or(abs(col(RATING)).gt(RatingNumber.MAX));
    }

    private static Column wrongTime() {
      return coalesce(col(TIME).isNaN(), lit(false));
    }

    private Column offScale() {
      return scale == null
          ? lit(false)
          : col(RATING).lt(scale.min()).or(col(RATING).gt(scale.max()));
    }

    Column any() {
      return isEmpty(USER).or(isEmpty(ITEM)).or(noRating()).or(wrongTime()).or(offScale());
    }

    /** What is wrong with a row. */
    Column what() {
      return when(isEmpty(USER), "user")
          .when(isEmpty(ITEM), "item")
          .when(noRating(), "rating")
          .when(wrongTime(), "time")
          .otherwise("scale");
    }

    InputException refused(String source, long read, long bad, Row first) {
      String what =
          switch (first.getString(4)) {
            case "user" -> "an empty user (expected: an id)";
            case "item" -> "an empty item (expected: an id)";
            case "time" ->
                "timestamp %s (expected: a number, or a date such as 2020-01-31)"
                    .formatted(InputException.quoted(first.getString(3)));
            case "scale" ->
                "rating %s (expected: %s to %s, the scale of the version)"
                    .formatted(
                        InputException.quoted(first.getString(2)),
                        RatingNumber.shown(scale == null ? 0 : scale.min()),
                        RatingNumber.shown(scale == null ? 0 : scale.max()));
            default ->
                "rating %s (expected: a number)"
                    .formatted(InputException.quoted(first.getString(2)));
          };
      String pair =
          "user %s, item %s"
              .formatted(
                  InputException.quoted(Objects.toString(first.get(0), "")),
                  InputException.quoted(Objects.toString(first.get(1), "")));
      return new InputException(
          "%s: %s: %s; %d of %d rows are bad (--skip-bad-rows leaves them out)"
              .formatted(source, pair, what, bad, read));
    }
  }
}
