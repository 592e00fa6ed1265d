package io.autorec.examples;

import io.autorec.v1.RankBy;
import io.autorec.v1.RecommendRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
          "Avoid items that are like each other: from 0 to below 1 (models with fold_in.pb, or of interactions).",
      defaultValue = "0")
  private float diversity;

  @Option(
      names = "--rank-by",
      paramLabel = "ORDER",
      converter = OrderConverter.class,
      description =
          "Best first by choice or by predicted-rating (default: as the model version says).")
  private RankBy rankBy = RankBy.RANK_BY_UNSPECIFIED;

  @Option(
      names = "--no-predicted-ratings",
      description = "Leave predicted ratings out (by choice only), which saves time.")
  private boolean omitsPredicted;

  @Option(
      names = "--explain",
      paramLabel = "N",
      description = "Name the N ratings that moved each score most, and by how much.",
      defaultValue = "0")
  private int explain;

  int pages() {
    return pages;
  }

  boolean explains() {
    return explain != 0;
  }

  void addTo(RecommendRequest.Builder request) {
    request
        .setTopN(top)
        .setExplain(explain)
        .setDiversity(diversity)
        .setRankBy(rankBy)
        .setOmitPredictedRatings(omitsPredicted);
    if (min != null) {
      request.setMinPredictedRating(min);
    }
    if (max != null) {
      request.setMaxPredictedRating(max);
    }
  }

  /** Reads an order. */
  private static final class OrderConverter implements ITypeConverter<RankBy> {
    @Override
    public RankBy convert(String value) {
      return switch (value) {
        case "choice" -> RankBy.RANK_BY_CHOICE;
        case "predicted-rating" -> RankBy.RANK_BY_PREDICTED_RATING;
        default ->
            throw new TypeConversionException(value + " (expected: choice or predicted-rating)");
      };
    }
  }
}
