package io.autorec.server.repository;

import io.autorec.model.FoldIn;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.server.batching.Batcher;
import io.autorec.server.inference.ColumnBatch;
import io.autorec.server.inference.Device;
import io.autorec.server.inference.RowBatch;
import io.autorec.server.inference.ScoreGraph;
import io.autorec.server.inference.UserBatch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One model version, ready to answer. Closing it answers what waits, then frees the sessions. */
public final class LoadedModel implements AutoCloseable {
  private final String name;
  private final long version;
  private final ModelMetadata metadata;
  private final RatingHistory history;
  private final GraphQueue<RowBatch> rows;
  private final @Nullable GraphQueue<UserBatch> users;
  private final @Nullable FoldIn foldIn;
  private final @Nullable GraphQueue<ColumnBatch> columns;

  /** What only some models have: null where they have not. */
  record Extras(
      @Nullable ScoreGraph<UserBatch> users,
      @Nullable FoldIn foldIn,
      @Nullable ScoreGraph<ColumnBatch> columns) {}

  LoadedModel(
      String name,
      long version,
      ModelMetadata metadata,
      RatingHistory history,
      ScoreGraph<RowBatch> rows,
      Extras extras,
      QueueLimits limits) {
    this.name = name;
    this.version = version;
    this.metadata = metadata;
    this.history = history;
    this.foldIn = extras.foldIn;
    String thread = "batch-" + name + "-" + version;
    this.rows = GraphQueue.start(thread + "-rows", rows, limits);
    this.users =
        extras.users == null ? null : GraphQueue.start(thread + "-users", extras.users, limits);
    this.columns =
        extras.columns == null
            ? null
            : GraphQueue.start(thread + "-columns", extras.columns, limits);
  }

  /** Its folder in the repository. */
  public String name() {
    return name;
  }

  /** Its version. */
  public long version() {
    return version;
  }

  /** What its file says of it. */
  public ModelMetadata metadata() {
    return metadata;
  }

  /** Who rated what. */
  public RatingHistory history() {
    return history;
  }

  /** Where it runs. */
  public Device device() {
    return rows.graph().device();
  }

  /** Most rows in a job of {@link #rows}. */
  public int maxRows() {
    return rows.graph().maxRows();
  }

  /** Reconstructs rows. */
  public Batcher<RowBatch> rows() {
    return rows.batcher();
  }

  /** Scores known users; only an item-based model has it. */
  public Optional<Batcher<UserBatch>> users() {
    return Optional.ofNullable(users).map(GraphQueue::batcher);
  }

  /** Fits users who are not known; only an item-based model can have it. */
  public Optional<FoldIn> foldIn() {
    return Optional.ofNullable(foldIn);
  }

  /** Scores what {@link #foldIn} has fitted; there is one if there is the other. */
  public Optional<Batcher<ColumnBatch>> columns() {
    return Optional.ofNullable(columns).map(GraphQueue::batcher);
  }

  @Override
  public void close() {
    rows.close();
    if (users != null) {
      users.close();
    }
    if (columns != null) {
      columns.close();
    }
  }
}
