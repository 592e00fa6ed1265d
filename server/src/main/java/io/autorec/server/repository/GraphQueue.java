package io.autorec.server.repository;

import io.autorec.server.batching.Batcher;
import io.autorec.server.batching.NanoClock;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.inference.ScoreGraph;

/** A graph and the queue before it. Closing it answers what waits, then frees the session. */
record GraphQueue<B extends ScoreBatch>(ScoreGraph<B> graph, Batcher<B> batcher)
    implements AutoCloseable {
  /**
   * Starts the queue's workers.
   *
   * @param thread name of them
   */
  static <B extends ScoreBatch> GraphQueue<B> start(
      String thread, ScoreGraph<B> graph, QueueLimits limits) {
    return new GraphQueue<>(
        graph,
        new Batcher<>(
            thread, limits.forBatchesOf(graph.maxRows()), graph.batches(), NanoClock.SYSTEM));
  }

  @Override
  public void close() {
    batcher.close();
    graph.close();
  }
}
