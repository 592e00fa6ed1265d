package io.autorec.examples;

import io.autorec.examples.calls.Retry;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.RankBy;
import io.autorec.v1.Reason;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.RecommendationBasis;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the best items for a user the model knows, or for someone described by ratings. */
@Command(
    name = "recommend",
    description =
        "The best items for a user, or for someone who gave these ratings. With both, the ratings are what "
            + "the user has given since training.")
final class RecommendCommand implements Callable<Integer> {

  private final Function<CallOptions, ManagedChannel> channels;
  private final Retry retry;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private CallOptions options = new CallOptions();
  @Mixin private OneCallOptions question = new OneCallOptions();
  @Mixin private ListOptions list = new ListOptions();

  @Option(names = "--user", paramLabel = "ID", description = "A user the model was trained with.")
  private @Nullable String user;

  RecommendCommand(Function<CallOptions, ManagedChannel> channels, Retry retry) {
    this.channels = channels;
    this.retry = retry;
  }

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    if (user == null && !question.hasRatings()) {
      throw new ParameterException(
          command.commandLine(), "give --user ID, or --rating ID=RATING, or both");
    }
    if (list.pages() < 1) {
      throw new ParameterException(
          command.commandLine(), "--pages: " + list.pages() + " (expected: at least 1)");
    }
    RecommendRequest.Builder request = request();
    Deadline deadline = question.deadline();
    Metadata headers = options.headers();
    try (Connection connection = new Connection(channels.apply(options), headers)) {
      AutoRecServiceBlockingStub stub =
          AutoRecServiceGrpc.newBlockingStub(connection.channel()).withDeadline(deadline);
      List<RecommendResponse> pages = new ArrayList<>();
      do {
        RecommendRequest page = request.build();
        pages.add(retry.call(deadline, () -> stub.recommend(page)));
        request.setPageToken(pages.get(pages.size() - 1).getNextPageToken());
      } while (pages.size() < list.pages() && !request.getPageToken().isEmpty());
      print(pages, command.commandLine().getOut());
    }
    return 0;
  }

  private RecommendRequest.Builder request() {
    RecommendRequest.Builder request = RecommendRequest.newBuilder().setModel(options.model());
    list.addTo(request);
    if (user == null) {
      request.setRatings(question.ratings());
    } else {
      request.setUserId(user);
      if (question.hasRatings()) {
        request.setNewRatings(question.ratings());
      }
    }
    return request;
  }

  private void print(List<RecommendResponse> pages, PrintWriter out) {
    RecommendResponse answer = pages.get(0);
    out.printf(
        "%s by %s version %d, %s, from %s%n",
        user == null ? "For these ratings" : "For user " + user,
        answer.getModel().getName(),
        answer.getModel().getVersion(),
        words(answer.getRankedBy()),
        words(answer.getBasis()));
    Table table =
        list.explains()
            ? new Table("#", "score", "predicted", "id", "title", "moved by")
            : new Table("#", "score", "predicted", "id", "title");
    int rank = 0;
    List<Recommendation> items =
        pages.stream().flatMap(page -> page.getRecommendationsList().stream()).toList();
    for (Recommendation item : items) {
      rank++;
      List<String> cells =
          new ArrayList<>(
              List.of(
                  Integer.toString(rank),
                  Table.score(item.getScore()),
                  item.hasPredictedRating() ? Table.rating(item.getPredictedRating()) : "",
                  item.getItemId(),
                  item.getTitle()));
      if (list.explains()) {
        cells.add(
            item.getReasonsList().stream()
                .map(RecommendCommand::words)
                .collect(Collectors.joining(", ")));
      }
      table.add(cells.toArray(new String[0]));
    }
    table.print(out);
    if (!answer.getUnknownIds().getRatingsList().isEmpty()) {
      out.println(
          "unknown to the model, ignored: "
              + String.join(" ", answer.getUnknownIds().getRatingsList()));
    }
  }

  private static String words(RankBy order) {
    return switch (order) {
      case RANK_BY_CHOICE -> "in the order by choice";
      // Servers that know no other order name none.
      case RANK_BY_PREDICTED_RATING, RANK_BY_UNSPECIFIED -> "in the order by predicted rating";
      case UNRECOGNIZED -> "in an order this client does not know";
    };
  }

  /** A reason in words, such as "Heat +0.12". */
  private static String words(Reason reason) {
    return String.format(
        Locale.ROOT,
        "%s %+.2f",
        reason.getTitle().isEmpty() ? reason.getItemId() : reason.getTitle(),
        reason.getEffect());
  }

  private static String words(RecommendationBasis basis) {
    return switch (basis) {
      case RECOMMENDATION_BASIS_TRAINED_USER -> "what training learnt of the user";
      case RECOMMENDATION_BASIS_STORED_RATINGS -> "the user's training ratings";
      case RECOMMENDATION_BASIS_GIVEN_RATINGS -> "the ratings given";
      case RECOMMENDATION_BASIS_UPDATED_RATINGS -> "the user's training ratings and those given";
      case RECOMMENDATION_BASIS_POPULARITY -> "what everybody rated, as it knows none of these";
      case RECOMMENDATION_BASIS_UNSPECIFIED, UNRECOGNIZED -> "a basis this client does not know";
    };
  }
}
