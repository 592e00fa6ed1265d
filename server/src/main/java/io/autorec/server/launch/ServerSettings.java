package io.autorec.server.launch;

import io.autorec.server.inference.DeviceChoice;
import io.micronaut.context.annotation.ConfigurationProperties;

/** What the operator chose: flags over {@code AUTOREC_*} variables over application.yml. */
@ConfigurationProperties("autorec")
public final class ServerSettings {
  private static final int USUAL_THREADS = 2;
  private static final int MOST_WORKERS = 8;

  private int port = 50051;
  private String models = "";
  private String defaultModel = "";
  private int versions = 1;
  private int reloadSeconds = 2;
  private String device = "auto";
  private int workers = 0;
  private int threads = 0;
  private boolean tf32 = false;
  private int maxBatch = 64;
  private int maxVectors = 256;
  private int maxTopN = 1000;
  private int queueRows = 4096;
  private int maxQueueDelayMicros = 0;
  private int maxMessageMib = 16;
  private int drainSeconds = 30;
  private String portFile = "";
  private int metricsPort = -1;

  /** The device; its word has been checked. */
  DeviceChoice deviceChoice() throws StartException {
    return DeviceChoice.parse(device)
        .orElseThrow(
            () -> new StartException("device: " + device + " (expected: auto, cpu or cuda)"));
  }

  /** Threads of a run: as asked; else as many as let the asked-for workers run at once; else 2. */
  int threads(int cores) {
    if (threads > 0) {
      return threads;
    }
    return workers > 0 ? Math.max(1, cores / workers) : Math.min(USUAL_THREADS, cores);
  }

  /** Runs of a session at the same time: as asked, else as many as the cores hold, up to 8. */
  int workers(int cores) {
    return workers > 0 ? workers : Math.max(1, Math.min(MOST_WORKERS, cores / threads(cores)));
  }

  /** Checks all values. */
  void validate() throws StartException {
    if (models.isEmpty()) {
      throw new StartException("models: not set (expected: --models DIR, or AUTOREC_MODELS)");
    }
    DeviceChoice unused = deviceChoice();
    range("port", port, 0, 65535);
    range("metrics-port", metricsPort, -1, 65535);
    range("versions", versions, 1, 100);
    range("reload-seconds", reloadSeconds, 0, 86400);
    range("workers", workers, 0, 256);
    range("threads", threads, 0, 1024);
    range("max-batch", maxBatch, 1, 65536);
    range("max-vectors", maxVectors, 1, 65536);
    range("max-top-n", maxTopN, 1, Integer.MAX_VALUE);
    // A request that never fits would be told to retry for ever.
    range("queue-rows", queueRows, Math.max(maxBatch, maxVectors), Integer.MAX_VALUE);
    range("max-queue-delay-micros", maxQueueDelayMicros, 0, 10_000_000);
    range("max-message-mib", maxMessageMib, 1, 2047);
    range("drain-seconds", drainSeconds, 0, 86400);
  }

  private static void range(String name, int value, int min, int max) throws StartException {
    if (value < min || value > max) {
      throw new StartException(name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }

  /** TCP port; 0: a free one. */
  public int getPort() {
    return port;
  }

  /** Sets {@link #getPort}. */
  public void setPort(int port) {
    this.port = port;
  }

  /** The repository folder. */
  public String getModels() {
    return models;
  }

  /** Sets {@link #getModels}. */
  public void setModels(String models) {
    this.models = models;
  }

  /** The model of requests that name none; "": the first by name. */
  public String getDefaultModel() {
    return defaultModel;
  }

  /** Sets {@link #getDefaultModel}. */
  public void setDefaultModel(String defaultModel) {
    this.defaultModel = defaultModel;
  }

  /** Port of the metrics; 0: a free one, -1: none. */
  public int getMetricsPort() {
    return metricsPort;
  }

  /** Sets {@link #getMetricsPort}. */
  public void setMetricsPort(int metricsPort) {
    this.metricsPort = metricsPort;
  }

  /** How many versions of a model are served, the newest. */
  public int getVersions() {
    return versions;
  }

  /** Sets {@link #getVersions}. */
  public void setVersions(int versions) {
    this.versions = versions;
  }

  /** How often the repository is looked at; 0: only at the start. */
  public int getReloadSeconds() {
    return reloadSeconds;
  }

  /** Sets {@link #getReloadSeconds}. */
  public void setReloadSeconds(int reloadSeconds) {
    this.reloadSeconds = reloadSeconds;
  }

  /** auto, cpu or cuda. */
  public String getDevice() {
    return device;
  }

  /** Sets {@link #getDevice}. */
  public void setDevice(String device) {
    this.device = device;
  }

  /** Runs of a session at the same time; 0: by the rule of {@link #workers}. */
  public int getWorkers() {
    return workers;
  }

  /** Sets {@link #getWorkers}. */
  public void setWorkers(int workers) {
    this.workers = workers;
  }

  /** Threads of a run; 0: by the rule of {@link #threads}. */
  public int getThreads() {
    return threads;
  }

  /** Sets {@link #getThreads}. */
  public void setThreads(int threads) {
    this.threads = threads;
  }

  /** Whether CUDA may multiply in TensorFloat-32. */
  public boolean isTf32() {
    return tf32;
  }

  /** Sets {@link #isTf32}. */
  public void setTf32(boolean tf32) {
    this.tf32 = tf32;
  }

  /** Most rows in a run. */
  public int getMaxBatch() {
    return maxBatch;
  }

  /** Sets {@link #getMaxBatch}. */
  public void setMaxBatch(int maxBatch) {
    this.maxBatch = maxBatch;
  }

  /** Most vectors in a Predict. */
  public int getMaxVectors() {
    return maxVectors;
  }

  /** Sets {@link #getMaxVectors}. */
  public void setMaxVectors(int maxVectors) {
    this.maxVectors = maxVectors;
  }

  /** Most items in a Recommend. */
  public int getMaxTopN() {
    return maxTopN;
  }

  /** Sets {@link #getMaxTopN}. */
  public void setMaxTopN(int maxTopN) {
    this.maxTopN = maxTopN;
  }

  /** Most rows that wait for a session. */
  public int getQueueRows() {
    return queueRows;
  }

  /** Sets {@link #getQueueRows}. */
  public void setQueueRows(int queueRows) {
    this.queueRows = queueRows;
  }

  /** How long an idle session lets a call wait for others to share its batch, in microseconds. */
  public int getMaxQueueDelayMicros() {
    return maxQueueDelayMicros;
  }

  /** Sets {@link #getMaxQueueDelayMicros}. */
  public void setMaxQueueDelayMicros(int maxQueueDelayMicros) {
    this.maxQueueDelayMicros = maxQueueDelayMicros;
  }

  /** Largest request, in MiB. */
  public int getMaxMessageMib() {
    return maxMessageMib;
  }

  /** Sets {@link #getMaxMessageMib}. */
  public void setMaxMessageMib(int maxMessageMib) {
    this.maxMessageMib = maxMessageMib;
  }

  /** How long a stop waits for calls under way. */
  public int getDrainSeconds() {
    return drainSeconds;
  }

  /** Sets {@link #getDrainSeconds}. */
  public void setDrainSeconds(int drainSeconds) {
    this.drainSeconds = drainSeconds;
  }

  /** Where the bound port is written once serving; "": nowhere. */
  public String getPortFile() {
    return portFile;
  }

  /** Sets {@link #getPortFile}. */
  public void setPortFile(String portFile) {
    this.portFile = portFile;
  }
}
