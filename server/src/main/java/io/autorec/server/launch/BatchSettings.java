package io.autorec.server.launch;

import io.autorec.server.gate.Concurrency;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.RunThreads;
import java.time.Duration;

/** How models run. */
record BatchSettings(
    @Flag(value = "auto, cpu or cuda", label = "DEVICE", otherwise = "auto") String device,
    @Flag(
            value = "Runs of a model at the same time",
            otherwise = "0",
            rule = "cores / 2, at most 8; with --threads, cores / threads",
            max = 256)
        int workers,
    @Flag(
            value = "Threads of a run",
            otherwise = "0",
            rule = "2, or 1 for a graph with few weights; with --workers, cores / workers",
            max = 1024)
        int threads,
    @Flag(
            value = "On CUDA, multiply in TensorFloat-32: faster, to three digits",
            otherwise = "false")
        boolean tf32,
    @Flag(value = "Most rows in a run", otherwise = "64", min = 1, max = 65536) int maxBatch,
    @Flag(value = "Most rows that wait for a session", otherwise = "4096", min = 1) int queueRows,
    @Flag(
            value =
                "How long calls may take before fewer of them are let in, in milliseconds; 0: as long"
                    + " as they like",
            otherwise = "100",
            max = 600_000)
        int latencyTargetMillis) {
  private static final int USUAL_THREADS = 2;
  private static final int MOST_WORKERS = 8;

  /** The device; its word has been checked. */
  DeviceChoice deviceChoice() throws StartException {
    return DeviceChoice.parse(device)
        .orElseThrow(
            () -> new StartException("device: " + device + " (expected: auto, cpu or cuda)"));
  }

  /** How many calls may be under way: two full batches for each worker at least. */
  Concurrency concurrency(int cores) {
    return new Concurrency(
        Duration.ofMillis(latencyTargetMillis), 2 * workers(cores) * maxBatch, queueRows);
  }

  /**
   * Threads of a run: as asked; else as many as let the asked-for workers run at once; else 2 where
   * there are as many cores, but 1 for a small graph.
   */
  RunThreads threads(int cores) {
    if (threads > 0) {
      return RunThreads.always(threads);
    }
    return workers > 0
        ? RunThreads.always(Math.max(1, cores / workers))
        : new RunThreads(1, Math.min(USUAL_THREADS, cores));
  }

  /** Runs of a session at the same time: as asked, else as many as the cores hold, up to 8. */
  int workers(int cores) {
    if (workers > 0) {
      return workers;
    }
    int held = cores / (threads > 0 ? threads : USUAL_THREADS);
    return Math.max(1, Math.min(MOST_WORKERS, held));
  }
}
