package io.autorec.server.launch.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The models and versions to serve. */
public final class ModelSettings {
  @Option(names = "--models", paramLabel = "DIR", description = "Folder of the models (required).")
  String models = "";

  @Option(
      names = "--default-model",
      paramLabel = "NAME",
      description =
          "Model of requests that name none (the first by name; if there is none at the start, the"
              + " first that comes).")
  String defaultModel = "";

  @Option(
      names = "--versions",
      description = "Newest versions of a model to serve side by side (${DEFAULT-VALUE}).")
  @Range(min = 1, max = 100)
  int versions = 1;

  @Option(
      names = "--reload-seconds",
      description =
          "Seconds between looks for new models and versions; 0: look only at the start"
              + " (${DEFAULT-VALUE}).")
  @Range(max = 86_400)
  int reloadSeconds = 2;

  @Option(
      names = "--require-model",
      description =
          "End with exit status 2 if no model can be served at the start, instead of waiting for"
              + " one.")
  boolean requireModel;

  void requireUsable() throws StartException {
    if (models.isEmpty()) {
      throw new StartException("models: not set (expected: --models DIR, or AUTOREC_MODELS)");
    }
    if (!Files.isDirectory(folder())) {
      throw new StartException("models: \"" + models + "\" is no folder");
    }
  }

  /** Returns the folder of the models. */
  public Path folder() {
    return Path.of(models);
  }

  /** Returns the name of the model that answers requests without a name; "": the first. */
  public String defaultModel() {
    return defaultModel;
  }

  /** Returns how many versions of a model are served side by side. */
  public int versions() {
    return versions;
  }

  /** Returns how often to look for new versions; empty: only at the start. */
  public Optional<Duration> reloadInterval() {
    return reloadSeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(reloadSeconds));
  }

  /** Returns true if the server must not start without a model. */
  public boolean requireModel() {
    return requireModel;
  }
}
