package io.autorec.trainer.cli;

import io.autorec.model.ModelMetadata;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.offline.NewFile;
import io.autorec.trainer.offline.RecommendationCsv;
import io.autorec.trainer.ranking.RankedLists;
import io.autorec.trainer.ratings.UserIdsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autorec-trainer recommend MODEL --output FILE}. */
@Command(
    name = "recommend",
    header = "Writes the best items of every user to a CSV file, without a server.",
    sortOptions = false,
    description =
        "Ranks all items for every user of a published model, or for those of a file, and writes the best as "
            + "CSV. The lists are those of the server's Recommend: what a user has rated is left out. Users are "
            + "taken in batches and written at once, so memory does not grow with their number. The file "
            + "appears whole or not at all.",
    footer = {
      "",
      "Columns: "
          + RecommendationCsv.HEADER
          + ", as autorec-client recommend-all writes them. Predicted ratings are clipped to the rating"
          + " scale, ranks are not: items that share the highest rating still differ in rank.",
      "",
      "Exit status: 0 all is written, 1 the file could not be written, 2 wrong command line, model or"
          + " file of users, 130 Ctrl-C.",
      "",
      "  autorec-trainer recommend models/films/1 --top 100 --output all.csv.gz",
      "  autorec-trainer recommend models/films/1 --users some.txt --output some.csv"
    },
    mixinStandardHelpOptions = true)
final class RecommendCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Parameters(paramLabel = "MODEL", description = "A version folder: <models>/<name>/<version>.")
  private Path model = Path.of("");

  @Option(
      names = "--users",
      paramLabel = "all|FILE",
      defaultValue = ALL,
      description =
          "For whom: all users of the model, or those of a file, one id a line. A file of the name all is "
              + "./all. Default: ${DEFAULT-VALUE}.")
  private String users = "";

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many items for each, where so many are left. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where to write; gzipped if the name ends in .gz.")
  private Path output = Path.of("");

  @Option(names = "--force", description = "Replace the file if it is there.")
  private boolean force;

  @Option(
      names = "--include-rated",
      description = "Do not leave out what a user has rated, be it in training or held out.")
  private boolean includeRated;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new InputException("--top: " + top + " (expected: >= 1)");
    }
    if (output.toString().isEmpty() || output.toString().equals("-")) {
      throw new InputException("--output: \"" + output + "\" (expected: a file)");
    }
    NewFile.check(output, force);
    try (PublishedVersion version = PublishedVersion.open(model)) {
      ModelMetadata metadata = version.metadata();
      int[] positions =
          users.equals(ALL)
              ? IntStream.range(0, metadata.users().size()).toArray()
              : UserIdsReader.read(Path.of(users), metadata.users());
      RankedLists lists =
          new RankedLists(
              version.users(),
              metadata.items().size(),
              top,
              includeRated ? (user, item) -> {} : version.history()::forEachItem);
      return write(lists, positions, metadata);
    }
  }

  private int write(RankedLists lists, int[] positions, ModelMetadata metadata) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    StopSignal stop = StopSignal.listen();
    Count count = new Count();
    try (NewFile file = NewFile.open(output, force);
        UserProgress progress =
            new UserProgress(out, positions.length, System::nanoTime, Progress.isTerminal())) {
      RecommendationCsv csv = new RecommendationCsv(file.writer(), metadata);
      boolean finished =
          lists.forEach(
              positions,
              stop::isStopped,
              list -> {
                csv.add(list);
                count.add(list.items().length);
                progress.add();
              });
      if (!finished) {
        out.println("stopped; nothing was written");
        return stop.exitStatus();
      }
      file.publish();
      out.println("wrote " + output + ": " + count.items + " lines; " + progress.soFar());
      if (count.empty > 0) {
        out.println(count.empty + " users have rated everything and have no line");
      }
      return 0;
    } catch (IOException e) {
      throw new IOException(output + ": " + NewFile.reason(e), e);
    }
  }

  private static final class Count {
    private long items;
    private int empty;

    void add(int listed) {
      items += listed;
      empty += listed == 0 ? 1 : 0;
    }
  }
}
