package io.autorec.examples;

import io.autorec.v1.ModelRef;
import io.autorec.v1.Rating;
import io.autorec.v1.SparseRatings;
import io.grpc.Deadline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** What both programs ask for: the server, the model, the ratings, and how long to wait. */
final class CallOptions {

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "Where the server listens (default: ${DEFAULT-VALUE}).",
      defaultValue = "localhost:50051")
  private String target = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model to ask (default: the server's default model).")
  private String model = "";

  @Option(
      names = "--model-version",
      paramLabel = "N",
      description = "Its version (default: the newest).")
  private long modelVersion;

  @Option(
      names = "--deadline-ms",
      paramLabel = "MS",
      description = "How long to wait, retries included (default: ${DEFAULT-VALUE}).",
      defaultValue = "5000")
  private long deadlineMillis;

  @Option(
      names = "--rating",
      paramLabel = "ID=RATING",
      description = "A known rating; may be repeated. Ids are the model's columns.")
  private Map<String, Float> ratings = new LinkedHashMap<>();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  boolean help;

  String target() {
    return target;
  }

  ModelRef model() {
    return ModelRef.newBuilder().setName(model).setVersion(modelVersion).build();
  }

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
