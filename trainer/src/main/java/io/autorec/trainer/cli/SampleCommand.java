package io.autorec.trainer.cli;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.sample.SampleGenerator;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer sample FILE}. */
@Command(
    name = "sample",
    header = "Writes a small generated data set to try things out with.",
    description =
        "Writes the bundled sample: about 100,000 generated ratings of 1,700 invented films by 600 users, "
            + "and the films' titles beside it. Always the same bytes.",
    mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Where to write the ratings (CSV).")
  private Path ratings = Path.of("");

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "Where to write the titles; by default titles.csv beside the ratings.")
  private Path titles = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path titlesFile = titles.toString().isEmpty() ? ratings.resolveSibling("titles.csv") : titles;
    if (titlesFile.toAbsolutePath().normalize().equals(ratings.toAbsolutePath().normalize())) {
      throw new InputException(ratings + ": also named for the titles (expected: two files)");
    }
    SampleGenerator.write(ratings, titlesFile);
    spec.commandLine().getOut().println("wrote " + ratings + " and " + titlesFile);
    return 0;
  }
}
