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
 * @param security who may ask
 * @param connections what connections may do
 * @param process where the process is reached, and how it ends
 * @param observability what it says of what it does
 */
record ServerSettings(
    ModelSettings models,
    BatchSettings batches,
    RequestSettings requests,
    SecuritySettings security,
    ConnectionSettings connections,
    ProcessSettings process,
    ObservabilitySettings observability) {
  /**
   * Reads all settings.
   *
   * @throws StartException if one is none of its kind
   */
  static ServerSettings of(PropertyResolver properties) throws StartException {
    return new ServerSettings(
        Flags.read(properties, ModelSettings.class),
        Flags.read(properties, BatchSettings.class),
        Flags.read(properties, RequestSettings.class),
        Flags.read(properties, SecuritySettings.class),
        Flags.read(properties, ConnectionSettings.class),
        Flags.read(properties, ProcessSettings.class),
        Flags.read(properties, ObservabilitySettings.class));
  }

  /**
   * Checks what a server with models needs.
   *
   * @throws StartException if something cannot be used
   */
  void requireUsable() throws StartException {
    if (models.models().isEmpty()) {
      throw new StartException("models: not set (expected: --models DIR, or AUTOREC_MODELS)");
    }
    if (!Files.isDirectory(Path.of(models.models()))) {
      throw new StartException("models: \"" + models.models() + "\" is no folder");
    }
    observability.requireUsable();
    Object unused = process.address();
    unused = batches.deviceChoice();
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
