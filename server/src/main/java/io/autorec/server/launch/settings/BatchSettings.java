package io.autorec.server.launch.settings;

import io.autorec.server.gate.OverloadGate;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.RunThreads;
import io.autorec.server.inference.SessionOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The device, the threads and the batches of runs, and how many calls are let in. */
public final class BatchSettings {
  private static final int USUAL_THREADS = 2;
  private static final int MOST_WORKERS = 8;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Device of runs: auto, cpu or cuda (${DEFAULT-VALUE}).")
  String device = "auto";

  @Option(
      names = "--workers",
      description =
          "Runs of a model at the same time (cores / 2, at most 8; with --threads, cores /"
              + " threads).")
  @Range(max = 256)
  int workers;

  @Option(
      names = "--threads",
      description =
          "Threads of a run (2, or 1 for a small graph; with --workers, cores / workers).")
  @Range(max = 1024)
  int threads;

  @Option(
      names = "--tf32",
      description =
          "On CUDA, multiply in TensorFloat-32: faster, with a precision of three digits.")
  boolean tf32;

  @Option(names = "--max-batch", description = "Most rows in a run (${DEFAULT-VALUE}).")
  @Range(min = 1, max = 65_536)
  int maxBatch = 64;

  @Option(
      names = "--queue-rows",
      description = "Most rows that wait for a session (${DEFAULT-VALUE}).")
  @Range(min = 1)
  int queueRows = 4096;

  @Option(
      names = "--latency-target-millis",
      description =
          "Latency above which fewer calls are let in, in milliseconds; 0: no target"
              + " (${DEFAULT-VALUE}).")
  @Range(max = 600_000)
  int latencyTargetMillis = 100;

  DeviceChoice deviceChoice() throws StartException {
    return ServerSettings.word("device", device, DeviceChoice.class);
  }

  /** Returns the options of sessions on a machine. */
  public SessionOptions sessions(int cores) throws StartException {
    return new SessionOptions(deviceChoice(), workers(cores), threads(cores), maxBatch, tf32);
  }

  /** Returns the most rows that wait for a session. */
  public int queueRows() {
    return queueRows;
  }

  /** Returns the most rows in a run. */
  public int maxBatch() {
    return maxBatch;
  }

  /** Returns the limit of calls in flight: at least two full batches for each worker. */
  public OverloadGate overload(int cores) {
    return new OverloadGate(
        Duration.ofMillis(latencyTargetMillis), 2 * workers(cores) * maxBatch, queueRows);
  }

  /**
   * Returns the threads of a run, as set. If only the number of workers is set, the workers share
   * the cores. If neither is set, a run has 2 threads if there are as many cores, but 1 for a small
   * graph.
   */
  RunThreads threads(int cores) {
    if (threads > 0) {
      return RunThreads.always(threads);
    }
    return workers > 0
        ? RunThreads.always(Math.max(1, cores / workers))
        : new RunThreads(1, Math.min(USUAL_THREADS, cores));
  }

  /**
   * Returns the number of runs of a session at the same time: as set, else as the cores allow, up
   * to 8.
   */
  int workers(int cores) {
    if (workers > 0) {
      return workers;
    }
    int held = cores / (threads > 0 ? threads : USUAL_THREADS);
    return Math.max(1, Math.min(MOST_WORKERS, held));
  }
}
