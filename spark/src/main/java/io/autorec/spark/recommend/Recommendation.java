package io.autorec.spark.recommend;

import static org.apache.spark.sql.functions.col;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.spark.output.NewFolder;
import io.autorec.spark.output.Places;
import io.autorec.spark.output.Wanted;
import io.autorec.spark.table.JobNames;
import io.autorec.spark.table.RatingRows;
import io.autorec.spark.table.TableOptions;
import io.autorec.spark.version.ShippedVersion;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.offline.PublishedVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the best items of many users to a folder of Parquet files with the columns user, item,
 * rank and score: ids as the version has them (text), ranks from 1, and what items are ranked by.
 *
 * @param model {@code <models>/<name>/<version>}
 * @param input the ratings of the users; null for all users of the version, from its own ratings
 * @param output the folder to write
 * @param replace whether a folder that is there is replaced
 */
public record Recommendation(
    String model,
    @Nullable TableOptions input,
    ListSettings settings,
    String output,
    boolean replace) {
  private static final StructType COLUMNS =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("user", DataTypes.StringType, false),
            DataTypes.createStructField("item", DataTypes.StringType, false),
            DataTypes.createStructField("rank", DataTypes.IntegerType, false),
            DataTypes.createStructField("score", DataTypes.FloatType, false)
          });

  /** A batch of users takes milliseconds; so many make a task worth its start. */
  private static final long BATCHES_OF_TASK = 16;

  /**
   * What was written.
   *
   * @param users the number of users that lists were made for
   * @param withoutItem the number of those who are new and rated no item that the version knows;
   *     they have no list
   */
  public record Written(long users, long withoutItem) {}

  private record Facts(int users, boolean implicit, RatingScale scale) {}

  /**
   * Writes the lists.
   *
   * @throws InputException for a mistake of the user, in one line
   * @throws IOException if the version cannot be read or the output cannot be written
   */
  public Written write(SparkSession spark) throws IOException {
    try (NewFolder folder =
        NewFolder.at(
            new Wanted(output, replace, Set.of()),
            read(spark),
            spark.sparkContext().hadoopConfiguration())) {
      ShippedVersion.Checked<Facts> shipped = ShippedVersion.ship(spark, model, this::check);
      Facts facts = shipped.read();
      ListTask.Counts counts =
          new ListTask.Counts(counter(spark, "users"), counter(spark, "users without an item"));
      ListTask task = new ListTask(shipped.version(), settings, counts);
      Encoder<Row> encoder = Encoders.row(COLUMNS);
      Dataset<Row> lists =
          input == null
              ? batches(spark, facts.users()).mapPartitions(task.ofVersion(), encoder)
              : table(spark, input, facts).mapPartitions(task.ofTable(), encoder);
      JobNames.next(spark, "Rank items for each user, and write lists to " + output);
      lists.write().parquet(folder.content());
      folder.publish();
      return input == null
          ? new Written(facts.users(), 0)
          : new Written(counts.users().value(), counts.withoutItem().value());
    }
  }

  /** The folders and files that are read. */
  private List<Path> read(SparkSession spark) {
    List<Path> places =
        new ArrayList<>(
            Places.of(Places.pattern(model), spark.sparkContext().hadoopConfiguration()));
    if (input != null) {
      places.addAll(input.places(spark));
    }
    return places;
  }

  private static LongAccumulator counter(SparkSession spark, String name) {
    return spark.sparkContext().longAccumulator(name);
  }

  /** Refuses what this version cannot do. */
  private Facts check(PublishedVersion version) {
    ModelMetadata metadata = version.metadata();
    boolean byChoice = version.ranksByChoice(settings.rankBy());
    if (!byChoice) {
      // Looks for the graph of known users.
      version.orders();
    }
    if (input != null
        && !byChoice
        && metadata.orientation() == Orientation.ITEM
        && !metadata.manifest().containsFileDigests(ModelFormat.FOLD_IN_FILE)) {
      throw new InputException(
          "%s: item-based, without %s, and cannot rank from ratings (expected: no --input, or --rank-by choice)"
              .formatted(model, ModelFormat.FOLD_IN_FILE));
    }
    return new Facts(metadata.users().size(), metadata.implicitFeedback(), metadata.scale());
  }

  /** The numbers of batches of the version's users, the batches of the offline command. */
  private static Dataset<Long> batches(SparkSession spark, int users) {
    long batches = (users + UserLists.BATCH - 1L) / UserLists.BATCH;
    long tasks = Math.max(spark.sparkContext().defaultParallelism(), batches / BATCHES_OF_TASK);
    return spark.range(0, batches, 1, (int) Math.min(batches, tasks)).as(Encoders.LONG());
  }

  private static Dataset<Row> table(SparkSession spark, TableOptions input, Facts facts) {
    RatingRows rows =
        facts.implicit()
            ? RatingRows.open(spark, input.asInteractions(), null)
            : RatingRows.open(spark, requireRated(input), facts.scale());
    return rows.latest()
        .select(
            col(RatingRows.USER).cast(DataTypes.StringType),
            col(RatingRows.ITEM).cast(DataTypes.StringType),
            col(RatingRows.RATING));
  }

  private static TableOptions requireRated(TableOptions input) {
    if (input.interactions()) {
      throw new InputException(
          "--interactions: the version was trained on ratings (expected: ratings, or a version trained on interactions)");
    }
    return input;
  }
}
