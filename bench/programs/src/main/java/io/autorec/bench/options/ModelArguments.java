package io.autorec.bench.options;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The arguments that name the model which is asked. */
public final class ModelArguments {
  @Parameters(index = "0", paramLabel = "MODELS_DIR", description = "Folder of the models.")
  private Path models = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "MODEL_NAME",
      description = "The model asked; requests are drawn from the ratings of its newest version.")
  private String name = "";

  /** The repository. */
  public Path models() {
    return models;
  }

  /** The name of a model in it. */
  public String name() {
    return name;
  }
}
