package io.autorec.server.inference;

/**
 * The options for opening sessions.
 *
 * @param device the device asked for
 * @param workers the number of runs of a session at the same time
 * @param threads the threads of a run, by the graph
 * @param maxRows the most rows in a run
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

  /** Returns true if graphs may be opened on CUDA: it is wanted and built in. */
  public boolean mayUseCuda() {
    return device == DeviceChoice.CUDA || (device == DeviceChoice.AUTO && Graph.hasCuda());
  }

  /**
   * These options for 8-bit weights. ONNX Runtime cannot multiply them on CUDA: it copies each
   * product to the processor and back. Version 1.29 even ends the process if the product is in a
   * branch of a graph.
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

  /** The most rows of a width in a buffer that Java can address. */
  int maxRows(int width) {
    return Math.max(1, Math.min(maxRows, Integer.MAX_VALUE / Float.BYTES / width));
  }
}
