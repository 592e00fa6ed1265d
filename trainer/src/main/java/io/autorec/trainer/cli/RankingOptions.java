package io.autorec.trainer.cli;

import io.autorec.trainer.ranking.RankingComparison;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for measuring lists, which need {@code --ranking}. */
final class RankingOptions {
  @Option(
      names = "--ranking",
      required = true,
      description =
          "Also rank all items that the model was not shown for a user, and say how many of those that he "
              + "rated highly in the held-out ratings are in his best N, and where: Recall@N, NDCG@N, and "
              + "the share of all items that is in any list; beside lists that are the same for all.")
  @SuppressWarnings("UnusedVariable") // That the group is there says it.
  private boolean ranking;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "Length of the lists, with --ranking. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--relevant",
      paramLabel = "RATING",
      description =
          "The lowest rating that makes a held-out item relevant, with --ranking. Default: three quarters up "
              + "the scale, 4 on one from 1 to 5.")
  private @Nullable Float relevant;

  RankingComparison.Settings toSettings() {
    return new RankingComparison.Settings(top, relevant);
  }
}
