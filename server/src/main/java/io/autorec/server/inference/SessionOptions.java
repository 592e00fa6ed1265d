package io.autorec.server.inference;

/**
 * How sessions are opened.
 *
 * @param device the device asked for
 * @param workers runs of a session at the same time
 * @param threads threads of a run
 * @param maxRows most rows in a run
 * @param tf32 whether CUDA may multiply in TensorFloat-32
 */
public record SessionOptions(
    DeviceChoice device, int workers, int threads, int maxRows, boolean tf32) {
  public SessionOptions {
    if (workers < 1 || threads < 1 || maxRows < 1) {
      throw new IllegalArgumentException(
          "workers: "
              + workers
              + ", threads: "
              + threads
              + ", rows: "
              + maxRows
              + " (expected: at least 1)");
    }
  }

  /** Most rows of a width whose buffer Java can address. */
  int maxRows(int width) {
    return Math.max(1, Math.min(maxRows, Integer.MAX_VALUE / Float.BYTES / width));
  }
}
