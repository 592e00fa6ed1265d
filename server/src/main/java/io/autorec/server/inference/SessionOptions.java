package io.autorec.server.inference;

/**
 * How sessions are opened.
 *
 * @param device the device asked for
 * @param workers runs of a session at the same time
 * @param threads of a run, by the graph
 * @param maxRows most rows in a run
 * @param tf32 whether CUDA may multiply in TensorFloat-32
 */
public record SessionOptions(
    DeviceChoice device, int workers, RunThreads threads, int maxRows, boolean tf32) {
  public SessionOptions {
    if (workers < 1 || maxRows < 1) {
      throw new IllegalArgumentException(
          "workers: " + workers + ", rows: " + maxRows + " (expected: at least 1)");
    }
  }

  /** Returns true if a graph may be opened on CUDA: it is wanted and built in. */
  public boolean mayUseCuda() {
    return device == DeviceChoice.CUDA || (device == DeviceChoice.AUTO && Graph.hasCuda());
  }

  /**
   * The same for 8-bit weights. ONNX Runtime has no product of them for CUDA: it copies each to the
   * processor and back, and 1.29 ends the process where the product is in a branch of a graph.
   *
   * @throws DeviceUnavailableException if CUDA was asked for
   */
  public SessionOptions forBytes() throws DeviceUnavailableException {
    if (device == DeviceChoice.CUDA) {
      throw new DeviceUnavailableException(
          "device cuda: 8-bit weights run on the processor only (expected: a model without"
              + " --quantize; or --device auto, which chooses for each model)");
    }
    return new SessionOptions(DeviceChoice.CPU, workers, threads, maxRows, tf32);
  }

  /** Most rows of a width whose buffer Java can address. */
  int maxRows(int width) {
    return Math.max(1, Math.min(maxRows, Integer.MAX_VALUE / Float.BYTES / width));
  }
}
