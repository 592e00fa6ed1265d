package io.autorec.server.inference;

/**
 * Threads of a run, by how much it multiplies. A run of few rows takes as long as its weights take
 * to be read; where they are few, a second thread costs more than it spares.
 *
 * @param small for a graph of up to {@value #SMALL_BYTES} bytes of such weights
 * @param large for a larger one
 */
public record RunThreads(int small, int large) {
  /** Between 7.4 MB, where one thread did as much as two, and 20 MB, where two did more. */
  private static final int SMALL_BYTES = 8 << 20;

  public RunThreads {
    if (small < 1 || large < 1) {
      throw new IllegalArgumentException(
          "threads: " + small + ", " + large + " (expected: at least 1)");
    }
  }

  /** As many for each graph. */
  public static RunThreads always(int threads) {
    return new RunThreads(threads, threads);
  }

  /**
   * Threads of a run.
   *
   * @param multipliedBytes of the graph, see {@link
   *     io.autorec.model.graph.GraphFile#multipliedBytes}
   */
  int of(long multipliedBytes) {
    return multipliedBytes <= SMALL_BYTES ? small : large;
  }
}
