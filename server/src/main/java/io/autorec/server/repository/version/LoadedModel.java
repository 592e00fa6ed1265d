package io.autorec.server.repository.version;

import com.google.protobuf.Timestamp;
import io.autorec.foldin.Codes;
import io.autorec.foldin.FoldIn;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.ranking.PopularItems;
import io.autorec.server.inference.ColumnBatch;
import io.autorec.server.inference.Device;
import io.autorec.server.inference.RowBatch;
import io.autorec.server.inference.ScoreGraph;
import io.autorec.server.inference.UserBatch;
import io.autorec.server.metrics.MeasuredModel;
import io.autorec.server.metrics.ModelMetrics;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One loaded version. Closing it answers the jobs that wait, then frees the sessions. */
public final class LoadedModel implements MeasuredModel, AutoCloseable {
  private final ModelMetrics metrics = new ModelMetrics();
  private final Instant loadedAt = Instant.now();
  private final String name;
  private final long version;
  private final ModelMetadata metadata;
  private final RatingHistory history;
  private final float[] popularity;
  private final LoadedFiles files;
  private final GraphQueue<RowBatch> rows;
  private final @Nullable GraphQueue<UserBatch> users;
  private final @Nullable NewColumns newColumns;

  /** The open graphs of a version; null for those that it does not have. */
  record Graphs(
      ScoreGraph<RowBatch> rows,
      @Nullable ScoreGraph<UserBatch> users,
      @Nullable FoldIn foldIn,
      @Nullable ScoreGraph<ColumnBatch> columns) {}

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
    this.metadata = metadata;
    this.history = history;
    this.files = files;
    this.popularity = PopularItems.scores(history.training(), metadata.items().size());
    String thread = "batch-" + name + "-" + version;
    this.rows = new GraphQueue<>(thread + "-rows", graphs.rows, maxQueuedRows, metrics);
    this.users =
        graphs.users == null
            ? null
            : new GraphQueue<>(thread + "-users", graphs.users, maxQueuedRows, metrics);
    this.newColumns =
        graphs.foldIn == null || graphs.columns == null
            ? null
            : new NewColumns(
                graphs.foldIn,
                new GraphQueue<>(thread + "-columns", graphs.columns, maxQueuedRows, metrics));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public String orientationLabel() {
    return metadata.orientation().toString();
  }

  @Override
  public String deviceLabel() {
    return device().label();
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
    return rows.waiting()
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

  /** Returns the device that it runs on. */
  public Device device() {
    return rows.device();
  }

  /** Returns the queue that reconstructs rows. */
  public GraphQueue<RowBatch> rows() {
    return rows;
  }

  /** Returns the queue that scores known users; empty for a user-based model. */
  public Optional<GraphQueue<UserBatch>> users() {
    return Optional.ofNullable(users);
  }

  /** Returns the part that serves columns without training data; empty if the version has none. */
  public Optional<NewColumns> newColumns() {
    return Optional.ofNullable(newColumns);
  }

  /** Returns the codes of the items or of the users; empty if the version has none. */
  public Optional<Codes> codes(Orientation of) {
    return newColumns()
        .map(fit -> of == metadata.orientation() ? fit.foldIn().codes() : fit.foldIn().columns())
        .filter(codes -> codes.count() > 0);
  }

  @Override
  public void close() {
    rows.close();
    if (users != null) {
      users.close();
    }
    if (newColumns != null) {
      newColumns.queue().close();
    }
  }
}
