package io.autorec.examples;

import io.autorec.v1.ModelRef;
import picocli.CommandLine.Option;

/** What every program asks for: the server and the model. */
final class CallOptions {

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "Where the server listens (default: ${DEFAULT-VALUE}).",
      defaultValue = "localhost:50051")
  private String target = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model to ask (default: the server's default model).")
  private String model = "";

  @Option(
      names = "--model-version",
      paramLabel = "N",
      description = "Its version (default: the newest).")
  private long modelVersion;

  @Option(
      names = "--label",
      paramLabel = "WORD",
      description = "In place of a version, one that the server's operator gave a label.")
  private String label = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  boolean help;

  String target() {
    return target;
  }

  ModelRef model() {
    return ModelRef.newBuilder().setName(model).setVersion(modelVersion).setLabel(label).build();
  }
}
