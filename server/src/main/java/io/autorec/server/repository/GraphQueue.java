package io.autorec.server.repository;

import io.autorec.server.batching.BatchListener;
import io.autorec.server.batching.Batcher;
import io.autorec.server.batching.Job;
import io.autorec.server.batching.NanoClock;
import io.autorec.server.batching.Outcome;
import io.autorec.server.inference.Device;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.inference.ScoreGraph;
import java.util.concurrent.CompletableFuture;

/** A graph and the queue before it. Closing it answers what waits, then frees the session. */
public final class GraphQueue<B extends ScoreBatch> implements AutoCloseable {
  private final ScoreGraph<B> graph;
  private final Batcher<B> batcher;

  /**
   * Starts the queue's workers.
   *
   * @param thread name of them
   * @param listener is told what they do
   */
  GraphQueue(String thread, ScoreGraph<B> graph, QueueLimits limits, BatchListener listener) {
    this.graph = graph;
    this.batcher =
        new Batcher<>(
            thread,
            limits.forBatchesOf(graph.maxRows()),
            graph.batches(),
            NanoClock.SYSTEM,
            listener);
  }

  /** Where the graph runs. */
  Device device() {
    return graph.device();
  }

  /** Most rows in a job. */
  public int maxRows() {
    return graph.maxRows();
  }

  /** As {@link Batcher#submit}. */
  public <T> CompletableFuture<Outcome<T>> submit(Job<? super B, T> job) {
    return batcher.submit(job);
  }

  /** How many jobs wait. */
  int waiting() {
    return batcher.waiting();
  }

  @Override
  public void close() {
    batcher.close();
    graph.close();
  }
}
