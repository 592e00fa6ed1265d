package io.autorec.server.inference;

/**
 * How sessions are opened.
 *
 * @param device the device asked for
 * @param threads threads of a session; 0 leaves the choice to ONNX Runtime
 * @param maxRows most rows in a run, at least 1
 */
public record SessionOptions(DeviceChoice device, int threads, int maxRows) {
  public SessionOptions {
    if (threads < 0 || maxRows < 1) {
      throw new IllegalArgumentException(
          "threads: " + threads + ", rows: " + maxRows + " (expected: >= 0, >= 1)");
    }
  }

  /** Most rows of a width whose buffer Java can address. */
  int maxRows(int width) {
    return Math.max(1, Math.min(maxRows, Integer.MAX_VALUE / Float.BYTES / width));
  }
}
