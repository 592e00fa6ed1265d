package io.autorec.server.batching;

/** A worker's buffers, and how the rows that jobs have encoded there are run. */
@FunctionalInterface
public interface BatchRunner {
  /**
   * Runs rows 0 to {@code rows - 1}; called by one thread at a time.
   *
   * @param rows at least 1
   * @throws Exception if the run failed as a whole
   */
  void run(int rows) throws Exception;
}
