package io.autorec.server.repository;

import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.server.batching.Batcher;
import io.autorec.server.batching.NanoClock;
import io.autorec.server.inference.Device;
import io.autorec.server.inference.RowBatch;
import io.autorec.server.inference.ScoreBatch;
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
  private final ScoreGraph<RowBatch> rowGraph;
  private final Batcher<RowBatch> rows;
  private final @Nullable ScoreGraph<UserBatch> userGraph;
  private final @Nullable Batcher<UserBatch> users;

  LoadedModel(
      String name,
      long version,
      ModelMetadata metadata,
      RatingHistory history,
      ScoreGraph<RowBatch> rowGraph,
      @Nullable ScoreGraph<UserBatch> userGraph,
      QueueLimits limits) {
    this.name = name;
    this.version = version;
    this.metadata = metadata;
    this.history = history;
    this.rowGraph = rowGraph;
    this.userGraph = userGraph;
    String thread = "batch-" + name + "-" + version;
    this.rows = batcher(thread + "-rows", rowGraph, limits);
    this.users = userGraph == null ? null : batcher(thread + "-users", userGraph, limits);
  }

  private static <B extends ScoreBatch> Batcher<B> batcher(
      String thread, ScoreGraph<B> graph, QueueLimits limits) {
    return new Batcher<>(
        thread, limits.forBatchesOf(graph.maxRows()), graph.batches(), NanoClock.SYSTEM);
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
    return rowGraph.device();
  }

  /** Most rows in a job of {@link #rows}. */
  public int maxRows() {
    return rowGraph.maxRows();
  }

  /** Reconstructs rows. */
  public Batcher<RowBatch> rows() {
    return rows;
  }

  /** Scores known users; only an item-based model has it. */
  public Optional<Batcher<UserBatch>> users() {
    return Optional.ofNullable(users);
  }

  @Override
  public void close() {
    rows.close();
    if (users != null) {
      users.close();
    }
    if (userGraph != null) {
      userGraph.close();
    }
    rowGraph.close();
  }
}
