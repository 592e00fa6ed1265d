package io.autorec.server.inference;

/**
 * The number of threads of a run, by the size of the weights that it reads. A run of few rows takes
 * as long as reading the weights. If these are small, a second thread costs more time than it
 * saves.
 *
 * @param small the threads for a graph of up to {@value #SMALL_BYTES} bytes of weights
 * @param large the threads for a larger graph
 */
public record RunThreads(int small, int large) {
  /** Between 7.4 MB, where one thread was as fast as two, and 20 MB, where two were faster. */
  private static final int SMALL_BYTES = 8 << 20;

  public RunThreads {
    if (small < 1 || large < 1) {
      throw new IllegalArgumentException(
          "threads: " + small + ", " + large + " (expected: at least 1)");
    }
  }

  /** The same number of threads for every graph. */
  public static RunThreads always(int threads) {
    return new RunThreads(threads, threads);
  }

  /**
   * The number of threads of a run.
   *
   * @param multipliedBytes {@link io.autorec.model.graph.GraphFile#multipliedBytes} of the graph
   */
  int of(long multipliedBytes) {
    return multipliedBytes <= SMALL_BYTES ? small : large;
  }
}
