package io.autorec.examples;

import io.autorec.v1.RecommendRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the length of a list and for what may be on it. */
final class ListOptions {
  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many items, or how many a page (default: ${DEFAULT-VALUE}).",
      defaultValue = "10")
  private int top;

  @Option(
      names = "--pages",
      paramLabel = "N",
      description = "Ask for so many pages, each with the token of the one before.",
      defaultValue = "1")
  private int pages;

  @Option(
      names = "--min",
      paramLabel = "RATING",
      description = "Only items that are predicted at least this.")
  private @Nullable Float min;

  @Option(
      names = "--max",
      paramLabel = "RATING",
      description = "Only items that are predicted at most this.")
  private @Nullable Float max;

  @Option(
      names = "--diversity",
      paramLabel = "WEIGHT",
      description =
          "Avoid items that are like each other: from 0 to below 1; 0.1 shows an effect (models with fold_in.pb).",
      defaultValue = "0")
  private float diversity;

  @Option(
      names = "--explain",
      paramLabel = "N",
      description = "Name the N ratings that moved each prediction most, and by how much.",
      defaultValue = "0")
  private int explain;

  int pages() {
    return pages;
  }

  boolean explains() {
    return explain != 0;
  }

  void addTo(RecommendRequest.Builder request) {
    request.setTopN(top).setExplain(explain).setDiversity(diversity);
    if (min != null) {
      request.setMinPredictedRating(min);
    }
    if (max != null) {
      request.setMaxPredictedRating(max);
    }
  }
}
