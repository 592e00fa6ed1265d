package io.autorec.examples;

import io.autorec.v1.Rating;
import io.autorec.v1.SparseRatings;
import io.grpc.Deadline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** The options of commands that make one call: the ratings, and how long to wait. */
final class OneCallOptions {
  /** What a message holds whose value is left out. */
  private static final String NO_VALUE = "0";

  @Option(
      names = "--deadline-ms",
      paramLabel = "MS",
      description = "How long to wait, retries included (default: ${DEFAULT-VALUE}).",
      defaultValue = "5000")
  private long deadlineMillis;

  @Option(
      names = "--rating",
      paramLabel = "ID[=RATING]",
      mapFallbackValue = NO_VALUE,
      description =
          "A known rating; may be repeated. Ids are the model's columns. A model of interactions needs no RATING.")
  private Map<String, Float> ratings = new LinkedHashMap<>();

  /** Starts the clock: one deadline for everything that one command does. */
  Deadline deadline() {
    return Deadline.after(deadlineMillis, TimeUnit.MILLISECONDS);
  }

  boolean hasRatings() {
    return !ratings.isEmpty();
  }

  SparseRatings ratings() {
    SparseRatings.Builder sparse = SparseRatings.newBuilder();
    ratings.forEach(
        (id, rating) -> sparse.addRatings(Rating.newBuilder().setId(id).setRating(rating)));
    return sparse.build();
  }
}
