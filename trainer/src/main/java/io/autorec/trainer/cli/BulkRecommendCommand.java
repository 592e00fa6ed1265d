package io.autorec.trainer.cli;

import io.autorec.trainer.cli.console.StopSignal;
import io.autorec.trainer.cli.console.UserProgress;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.TextEncoding;
import io.autorec.trainer.offline.BulkRecommendation;
import io.autorec.trainer.offline.RankedListCsv;
import io.autorec.trainer.offline.RankingOrder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
          + RankedListCsv.HEADER
          + ", as autorec-client recommend-all writes them. The score is what items are ranked by."
          + " Predicted ratings are clipped to the rating scale, scores are not.",
      "",
      "Exit status: 0 all is written, 2 wrong command line, model or file of users, or the file cannot"
          + " be written, 130 Ctrl-C, 1 anything else.",
      "",
      "  autorec-trainer recommend models/films/1 --top 100 --output all.csv.gz",
      "  autorec-trainer recommend models/films/1 --users some.txt --output some.csv"
    },
    mixinStandardHelpOptions = true)
final class BulkRecommendCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Parameters(paramLabel = "MODEL", description = "A version folder: <models>/<name>/<version>.")
  private Path model = Path.of("");

  @Option(
      names = "--users",
      paramLabel = "all|FILE",
      description =
          "For whom: all users of the model, or those of a file, one id a line. A file of the name all is "
              + "./all. Default: ${DEFAULT-VALUE}.")
  private String users = ALL;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "Encoding of the file of users, where it has no byte order mark. Default: UTF-8.")
  private String encoding = "";

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many items for each, where so many are left. Default: ${DEFAULT-VALUE}.")
  private int top = 10;

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

  @Option(
      names = "--rank-by",
      paramLabel = "choice|predicted-rating",
      description =
          "What to rank items by: how likely the user chooses them, or how the user would rate them. Default: what "
              + "the model was published with.")
  private @Nullable RankingOrder order;

  @Option(
      names = "--no-predicted-ratings",
      description = "Leave predicted ratings out (by choice only), which saves time.")
  private boolean noPredictedRatings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (output.toString().isEmpty() || output.toString().equals("-")) {
      throw new InputException("--output: \"" + output + "\" (expected: a file)");
    }
    BulkRecommendation recommendation =
        new BulkRecommendation(
            model,
            users.equals(ALL) ? null : Path.of(users),
            TextEncoding.named(encoding),
            top,
            output,
            force,
            includeRated,
            RankingOrder.orDefault(order),
            noPredictedRatings);
    PrintWriter out = spec.commandLine().getOut();
    StopSignal stop = StopSignal.listen();
    try (UserProgress progress = new UserProgress(out)) {
      Optional<BulkRecommendation.Written> written =
          recommendation.write(stop::isStopped, progress);
      if (written.isEmpty()) {
        out.println("stopped; nothing was written");
        return stop.exitStatus();
      }
      out.println("wrote " + output + ": " + written.get().lines() + " lines; " + progress.soFar());
      if (written.get().usersWithoutItems() > 0) {
        out.println(
            written.get().usersWithoutItems() + " users have rated everything and have no line");
      }
      return 0;
    }
  }
}
