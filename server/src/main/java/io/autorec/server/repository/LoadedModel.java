package io.autorec.server.repository;

import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.server.batching.BatchLimits;
import io.autorec.server.batching.Batcher;
import io.autorec.server.batching.NanoClock;
import io.autorec.server.inference.Device;
import io.autorec.server.inference.RowSession;
import io.autorec.server.inference.UserSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One model version, ready to answer. Closing it answers what waits, then frees the sessions. */
public final class LoadedModel implements AutoCloseable {
  /** Known users of an item-based model, and the batcher of their jobs. */
  public record Users(UserSession session, Batcher batcher) {}

  private final String name;
  private final long version;
  private final ModelMetadata metadata;
  private final RatingHistory history;
  private final RowSession rows;
  private final Batcher rowBatcher;
  private final @Nullable Users users;

  LoadedModel(
      String name,
      long version,
      ModelMetadata metadata,
      RatingHistory history,
      RowSession rows,
      @Nullable UserSession users,
      int maxQueuedRows,
      long maxQueueDelayNanos) {
    this.name = name;
    this.version = version;
    this.metadata = metadata;
    this.history = history;
    this.rows = rows;
    String thread = "batch-" + name + "-" + version;
    this.rowBatcher =
        new Batcher(
            thread + "-rows",
            limits(rows.maxRows(), maxQueuedRows, maxQueueDelayNanos),
            rows,
            NanoClock.SYSTEM);
    this.users =
        users == null
            ? null
            : new Users(
                users,
                new Batcher(
                    thread + "-users",
                    limits(users.maxRows(), maxQueuedRows, maxQueueDelayNanos),
                    users,
                    NanoClock.SYSTEM));
  }

  private static BatchLimits limits(int maxRows, int maxQueuedRows, long maxQueueDelayNanos) {
    return new BatchLimits(maxRows, Math.max(maxRows, maxQueuedRows), maxQueueDelayNanos);
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
    return rows.device();
  }

  /** Reconstructs rows; the buffers belong to the jobs of {@link #rowBatcher}. */
  public RowSession rows() {
    return rows;
  }

  /** Takes the jobs that use {@link #rows}. */
  public Batcher rowBatcher() {
    return rowBatcher;
  }

  /** Scores known users; only an item-based model has it. */
  public Optional<Users> users() {
    return Optional.ofNullable(users);
  }

  @Override
  public void close() {
    rowBatcher.close();
    if (users != null) {
      users.batcher().close();
      users.session().close();
    }
    rows.close();
  }
}
