package io.autorec.bench.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option for the server that a program starts. */
public final class ServerOption {
  @Option(
      names = "--server",
      paramLabel = "FILE",
      defaultValue = "${sys:autorec.server:-autorec-server}",
      description = "The autorec-server to start (the one built here).")
  private Path file = Path.of("");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec program;

  /**
   * The command that serves models on a free port.
   *
   * @throws ParameterException if there is no such program
   */
  public List<String> command(Path models) {
    if (!Files.isExecutable(file)) {
      throw new ParameterException(
          Objects.requireNonNull(program).commandLine(),
          "--server: "
              + file
              + ": no such program (expected: a built one, by mvn -B package -DskipTests)");
    }
    return List.of(file.toString(), "--models", models.toString(), "--port", "0");
  }
}
