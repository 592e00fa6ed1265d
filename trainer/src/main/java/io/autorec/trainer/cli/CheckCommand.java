package io.autorec.trainer.cli;

import io.autorec.trainer.cli.console.ReadingReport;
import io.autorec.trainer.input.TextEncoding;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.ratings.TitlesReader;
import io.autorec.trainer.source.RatingsSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer check RATINGS}. */
@Command(
    name = "check",
    header = "Says how a ratings file is read, and writes nothing.",
    sortOptions = false,
    description =
        "Reads a ratings file as train does and prints what it understood: the format, the columns, the first rating,"
            + " how many ratings each value has, repeated pairs, times, and titles. Try options here before training.",
    footer = {"", "  autorec-trainer check ratings.csv --titles movies.csv"},
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RATINGS", arity = "0..*", description = "Ratings files, as for train.")
  private List<Path> ratings = List.of();

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "Titles of the items, as for train.")
  private @Nullable Path titles;

  @Mixin private ReadingOptions reading = new ReadingOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ReadOptions options = reading.toOptions(titles != null);
    RatingsSource input = reading.source(ratings);
    PrintWriter out = spec.commandLine().getOut();
    RatingsFile file = RatingsReader.read(input, options);
    if (titles != null) {
      file =
          TitlesReader.addTo(
              file, titles, new TextEncoding(input.charset()), options, out::println);
    }
    ReadingReport.print(out, file);
    return 0;
  }
}
