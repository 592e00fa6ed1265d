package io.autorec.server.launch;

import io.micronaut.core.value.PropertyResolver;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the operator chose: flags over {@code AUTOREC_*} variables over application.yml.
 *
 * @param models which models are served
 * @param batches how they run
 * @param requests what a call may ask for
 * @param process where the process is reached, and how it ends
 * @param observability what it says of what it does
 */
record ServerSettings(
    ModelSettings models,
    BatchSettings batches,
    RequestSettings requests,
    ProcessSettings process,
    ObservabilitySettings observability) {
  /**
   * Reads and checks all settings.
   *
   * @throws StartException if one is wrong
   */
  static ServerSettings of(PropertyResolver properties) throws StartException {
    ServerSettings settings =
        new ServerSettings(
            Flags.read(properties, ModelSettings.class),
            Flags.read(properties, BatchSettings.class),
            Flags.read(properties, RequestSettings.class),
            Flags.read(properties, ProcessSettings.class),
            Flags.read(properties, ObservabilitySettings.class));
    settings.requireUsable();
    return settings;
  }

  private void requireUsable() throws StartException {
    if (models.models().isEmpty()) {
      throw new StartException("models: not set (expected: --models DIR, or AUTOREC_MODELS)");
    }
    if (!Files.isDirectory(Path.of(models.models()))) {
      throw new StartException("models: \"" + models.models() + "\" is no folder");
    }
    observability.requireUsable();
    Object unused = batches.deviceChoice();
    // A request that never fits would be told to retry for ever.
    int leastRows = Math.max(batches.maxBatch(), requests.maxVectors());
    unused = Flags.number("queue-rows", "" + batches.queueRows(), leastRows, Integer.MAX_VALUE);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
      throw new StartException(
          "temporary folder: \""
              + temporary
              + "\" cannot be written (expected: one that can, for ONNX Runtime; set it with"
              + " JAVA_OPTS=-Djava.io.tmpdir=DIR)");
    }
    Path portFile = Path.of(process.portFile()).toAbsolutePath();
    if (!process.portFile().isEmpty()
        && (Files.isDirectory(portFile) || !Files.isWritable(parent(portFile)))) {
      throw new StartException(
          "port file: \""
              + portFile
              + "\" cannot be written (expected: a file in a folder that can)");
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }
}
