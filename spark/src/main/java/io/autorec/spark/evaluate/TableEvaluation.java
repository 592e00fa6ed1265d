package io.autorec.spark.evaluate;

import static org.apache.spark.sql.functions.col;

import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.spark.table.JobNames;
import io.autorec.spark.table.RatingRows;
import io.autorec.spark.table.TableOptions;
import io.autorec.spark.version.OpenVersion;
import io.autorec.spark.version.ShippedVersion;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.offline.ModelEvaluation;
import io.autorec.trainer.offline.PublishedVersion;
import io.autorec.trainer.offline.UnseenRatings;
import io.autorec.trainer.offline.VersionEvaluation;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ranking.RankingSums;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Measures a version on a table of ratings that it was not shown, with the definitions of {@code
 * autorec-trainer evaluate}. Each task takes all ratings of some rows of the network, or of some
 * users; their errors and lists add up to those of the whole table.
 *
 * @param model {@code <models>/<name>/<version>}
 * @param ranking how to measure lists; null to measure none, unless the model predicts no ratings
 */
public record TableEvaluation(
    String model, TableOptions input, RankingComparison.@Nullable Settings ranking) {
  private record Facts(
      String description, boolean implicit, boolean byItem, RatingScale scale, int items) {
    static Facts of(String model, PublishedVersion version) {
      return new Facts(
          version.described(model),
          version.metadata().implicitFeedback(),
          version.metadata().orientation() == Orientation.ITEM,
          version.metadata().scale(),
          version.metadata().items().size());
    }
  }

  /** What a task found out about its ratings. */
  private record Part(ModelEvaluation.Counts counts, ModelEvaluation.@Nullable Errors errors)
      implements Serializable {
    Part and(Part other) {
      return new Part(
          counts.and(other.counts),
          errors == null || other.errors == null ? errors : errors.and(other.errors));
    }
  }

  /**
   * Measures.
   *
   * @throws InputException for a mistake of the user, in one line
   * @throws IOException if the version cannot be read
   */
  public ModelEvaluation measure(SparkSession spark) throws IOException {
    ShippedVersion.Checked<Facts> shipped =
        ShippedVersion.ship(spark, model, version -> Facts.of(model, version));
    Facts facts = shipped.read();
    ShippedVersion version = shipped.version();
    if (input.interactions() && !facts.implicit()) {
      throw new InputException(
          "--interactions: the version was trained on ratings (expected: ratings, or a version trained on interactions)");
    }
    TableOptions options = facts.implicit() ? input.asInteractions() : input;
    RatingRows table = RatingRows.open(spark, options, null);
    Dataset<Row> ratings =
        table
            .latest()
            .select(
                col(RatingRows.USER).cast(DataTypes.StringType),
                col(RatingRows.ITEM).cast(DataTypes.StringType),
                col(RatingRows.RATING));
    RankingComparison.Settings settings =
        ranking == null && facts.implicit() ? RankingComparison.Settings.DEFAULT : ranking;
    if (settings != null) {
      ratings = ratings.persist(StorageLevel.MEMORY_AND_DISK());
    }
    JobNames.next(spark, "Predict the ratings of " + input.input());
    Part all =
        (facts.byItem() ? ratings.repartition(col(RatingRows.ITEM)) : ratings)
            .toJavaRDD()
            .mapPartitions(task(version, facts.implicit() ? Measure.COUNTS : Measure.ERRORS))
            .reduce(Part::and);
    all.counts().requireSome(input.input(), facts.implicit());
    RankingComparison comparison = null;
    if (settings != null) {
      JobNames.next(spark, "Rank items for the users of " + input.input());
      comparison =
          ratings
              .toJavaRDD()
              .mapPartitions(lists(version, settings))
              .reduce(RankingSums::and)
              .comparison(settings, facts.scale(), facts.items());
      ratings.unpersist();
    }
    return new ModelEvaluation(facts.description(), all.counts(), all.errors(), comparison);
  }

  private enum Measure {
    COUNTS,
    ERRORS
  }

  private static FlatMapFunction<Iterator<Row>, Part> task(
      ShippedVersion version, Measure measure) {
    return rows ->
        on(
            version,
            rows,
            (evaluation, unseen) ->
                new Part(
                    unseen.counts(), measure == Measure.ERRORS ? evaluation.errors(unseen) : null));
  }

  private static FlatMapFunction<Iterator<Row>, RankingSums> lists(
      ShippedVersion version, RankingComparison.Settings settings) {
    return rows -> on(version, rows, (evaluation, unseen) -> evaluation.lists(unseen, settings));
  }

  private interface Measured<T> {
    T of(VersionEvaluation evaluation, UnseenRatings unseen);
  }

  /** Measures the ratings of a partition, on threads of the task. */
  private static <T> Iterator<T> on(
      ShippedVersion version, Iterator<Row> rows, Measured<T> measured) {
    OpenVersion open = version.open();
    VersionEvaluation evaluation = open.evaluation();
    UnseenRatings.Collector collector = evaluation.collector(0);
    rows.forEachRemaining(
        row -> collector.add(row.getString(0), row.getString(1), row.getFloat(2)));
    ForkJoinPool pool = version.pool();
    try {
      Function<UnseenRatings, T> of = unseen -> measured.of(evaluation, unseen);
      return List.of(pool.submit(() -> of.apply(evaluation.unseen(collector))).join()).iterator();
    } finally {
      pool.shutdown();
    }
  }
}
