package io.autorec.server.repository.version;

import io.autorec.server.batching.BatchLimits;
import io.autorec.server.batching.BatchListener;
import io.autorec.server.batching.Batcher;
import io.autorec.server.batching.Job;
import io.autorec.server.batching.Outcome;
import io.autorec.server.inference.Device;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.inference.ScoreGraph;
import java.util.concurrent.CompletableFuture;

/** A graph and its queue. Closing it runs the jobs that wait, then frees the session. */
public final class GraphQueue<B extends ScoreBatch> implements AutoCloseable {
  private final ScoreGraph<B> graph;
  private final Batcher<B> batcher;

  /**
   * Starts the queue's workers.
   *
   * @param thread the name of the worker threads
   * @param maxQueuedRows the most rows that wait; a full batch may always wait
   * @param listener receives the timings
   */
  GraphQueue(String thread, ScoreGraph<B> graph, int maxQueuedRows, BatchListener listener) {
    this.graph = graph;
    this.batcher =
        new Batcher<>(
            thread,
            new BatchLimits(graph.maxRows(), Math.max(graph.maxRows(), maxQueuedRows)),
            graph.batches(),
            System::nanoTime,
            listener);
  }

  /** Returns the device that the graph runs on. */
  Device device() {
    return graph.device();
  }

  /** Returns the most rows in a job. */
  public int maxRows() {
    return graph.maxRows();
  }

  /** Submits a job, as {@link Batcher#submit} does. */
  public <T> CompletableFuture<Outcome<T>> submit(Job<? super B, T> job) {
    return batcher.submit(job);
  }

  /** Returns the number of jobs that wait. */
  int waiting() {
    return batcher.waiting();
  }

  @Override
  public void close() {
    batcher.close();
    graph.close();
  }
}
