package io.autorec.server.batching;

/** The buffers of one worker, and the model run over the rows that jobs encoded into them. */
@FunctionalInterface
public interface BatchRunner {
  /**
   * Runs rows 0 to {@code rows - 1}. One thread at a time calls it.
   *
   * @param rows at least 1
   * @throws Exception if the run failed as a whole
   */
  void run(int rows) throws Exception;
}
