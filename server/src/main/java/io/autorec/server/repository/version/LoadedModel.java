package io.autorec.server.repository.version;

import com.google.protobuf.Timestamp;
import io.autorec.foldin.FoldIn;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.ranking.CommonChoices;
import io.autorec.ranking.Likeness;
import io.autorec.ranking.PopularItems;
import io.autorec.ranking.RankingHead;
import io.autorec.server.batching.BatchLimits;
import io.autorec.server.batching.Batcher;
import io.autorec.server.inference.ColumnBatch;
import io.autorec.server.inference.Device;
import io.autorec.server.inference.RowBatch;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.inference.ScoreGraph;
import io.autorec.server.inference.UserBatch;
import io.autorec.server.metrics.MeasuredModel;
import io.autorec.server.metrics.ModelMetrics;
import io.autorec.v1.ModelRef;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One loaded version. Closing it answers the jobs that wait, then frees the sessions. */
public final class LoadedModel implements MeasuredModel, AutoCloseable {
  private final ModelMetrics metrics = new ModelMetrics(System::currentTimeMillis);
  private final Instant loadedAt = Instant.now();
  private final String name;
  private final long version;
  private final ModelRef ref;
  private final ModelMetadata metadata;
  private final RatingHistory history;
  private final float[] popularity;
  private final LoadedFiles files;
  private final Graphs graphs;
  private final @Nullable Batcher<RowBatch> rows;
  private final @Nullable Batcher<UserBatch> users;
  private final @Nullable NewColumns newColumns;
  private final @Nullable ChoiceLists choiceLists;
  // The choices by item, if likeness is by choices.
  private final @Nullable UserRatings choicesByItem;

  /** The open graphs of a version, and its heads; null for those that it does not have. */
  record Graphs(
      @Nullable ScoreGraph<RowBatch> rows,
      @Nullable ScoreGraph<UserBatch> users,
      @Nullable FoldIn foldIn,
      @Nullable ScoreGraph<ColumnBatch> columns,
      @Nullable RankingHead ranking)
      implements AutoCloseable {
    @Override
    public void close() {
      if (rows != null) {
        rows.close();
      }
      if (users != null) {
        users.close();
      }
      if (columns != null) {
        columns.close();
      }
    }
  }

  LoadedModel(
      String name,
      long version,
      ModelMetadata metadata,
      RatingHistory history,
      Graphs graphs,
      int maxQueuedRows,
      LoadedFiles files) {
    this.name = name;
    this.version = version;
    this.ref = ModelRef.newBuilder().setName(name).setVersion(version).build();
    this.metadata = metadata;
    this.history = history;
    this.files = files;
    this.popularity = PopularItems.scores(history.training(), metadata.items().size());
    this.graphs = graphs;
    this.rows = graphs.rows == null ? null : queue("rows", graphs.rows, maxQueuedRows);
    this.users = graphs.users == null ? null : queue("users", graphs.users, maxQueuedRows);
    this.newColumns =
        graphs.foldIn == null || graphs.columns == null
            ? null
            : new NewColumns(graphs.foldIn, queue("columns", graphs.columns, maxQueuedRows));
    this.choiceLists = graphs.ranking == null ? null : new ChoiceLists(graphs.ranking, history);
    this.choicesByItem =
        metadata.implicitFeedback() || metadata.isBiases()
            ? history.training().byItem(metadata.items().size())
            : null;
  }

  /** Starts the queue of a graph, in which at least a full batch may wait. */
  private <B extends ScoreBatch> Batcher<B> queue(
      String kind, ScoreGraph<B> graph, int maxQueuedRows) {
    return new Batcher<>(
        "batch-" + name + "-" + version + "-" + kind,
        new BatchLimits(graph.maxRows(), Math.max(graph.maxRows(), maxQueuedRows)),
        graph.batches(),
        System::nanoTime,
        metrics);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long version() {
    return version;
  }

  /** Returns its name and version. */
  public ModelRef ref() {
    return ref;
  }

  @Override
  public String orientationLabel() {
    return metadata.orientation().toString();
  }

  @Override
  public String deviceLabel() {
    return (graphs.rows == null ? Device.CPU : graphs.rows.device()).label();
  }

  @Override
  public Instant trainedAt() {
    Timestamp created = metadata.manifest().getCreatedAt();
    return Instant.ofEpochSecond(created.getSeconds(), created.getNanos());
  }

  @Override
  public Instant loadedAt() {
    return loadedAt;
  }

  @Override
  public boolean overwritten() {
    return files.overwritten();
  }

  /** Returns the files that it was loaded from. */
  LoadedFiles files() {
    return files;
  }

  @Override
  public ModelMetrics metrics() {
    return metrics;
  }

  @Override
  public int waiting() {
    return (rows == null ? 0 : rows.waiting())
        + (users == null ? 0 : users.waiting())
        + (newColumns == null ? 0 : newColumns.queue().waiting());
  }

  /** Returns the metadata in its model file. */
  public ModelMetadata metadata() {
    return metadata;
  }

  /** Returns the ratings that it was trained with. */
  public RatingHistory history() {
    return history;
  }

  /** Returns the scores of all items for a user without ratings; a copy. */
  public float[] popularity() {
    return popularity.clone();
  }

  /** Returns the queue that reconstructs rows; empty if the version predicts no ratings. */
  public Optional<Batcher<RowBatch>> rows() {
    return Optional.ofNullable(rows);
  }

  /** Returns the queue that scores known users; empty for a user-based model. */
  public Optional<Batcher<UserBatch>> users() {
    return Optional.ofNullable(users);
  }

  /** Returns the part that serves columns without training data; empty if the version has none. */
  public Optional<NewColumns> newColumns() {
    return Optional.ofNullable(newColumns);
  }

  /** Returns the part that ranks by choice; empty if the version has no ranking head. */
  public Optional<ChoiceLists> choiceLists() {
    return Optional.ofNullable(choiceLists);
  }

  /**
   * Returns how alike items or users are; empty if the version does not know. A model that has
   * learned no more than biases compares by choices, as one of interactions does.
   */
  public Optional<Likeness> likeness(Orientation of) {
    if (choicesByItem != null) {
      return Optional.of(
          of == Orientation.ITEM
              ? new CommonChoices(choicesByItem, metadata.users().size())
              : new CommonChoices(history.training(), metadata.items().size()));
    }
    return newColumns()
        .map(fit -> of == metadata.orientation() ? fit.foldIn().codes() : fit.foldIn().columns())
        .filter(codes -> codes.count() > 0)
        .map(codes -> codes::cosines);
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
    if (users != null) {
      users.close();
    }
    if (newColumns != null) {
      newColumns.queue().close();
    }
    graphs.close();
  }
}
