package io.autorec.server.request;

import io.autorec.model.Orientation;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarUsersRequest;
import java.util.List;

/**
 * A SimilarItems or SimilarUsers request that was read.
 *
 * @param of what is compared: items or users
 * @param id the id of the one that others are compared with
 * @param topN the most answers
 */
public record SimilarQuery(Orientation of, String id, int topN) implements Query {
  /** Reads a request for similar items. */
  public static ModelRequest<SimilarQuery> of(SimilarItemsRequest message) {
    return new ModelRequest<>(
        ModelChoice.of(message.getModel()),
        (answering, model, limits, violations) -> {
          int topN = limits.topN(message.hasTopN(), message.getTopN(), violations);
          return checked(Orientation.ITEM, message.getItemId(), topN, violations);
        });
  }

  /** Reads a request for similar users. */
  public static ModelRequest<SimilarQuery> of(SimilarUsersRequest message) {
    return new ModelRequest<>(
        ModelChoice.of(message.getModel()),
        (answering, model, limits, violations) -> {
          int topN = limits.topN(message.hasTopN(), message.getTopN(), violations);
          return checked(Orientation.USER, message.getUserId(), topN, violations);
        });
  }

  private static SimilarQuery checked(
      Orientation of, String id, int topN, List<Violation> violations) {
    if (id.isEmpty()) {
      violations.add(new Violation(of + "_id", "empty (expected: the id of a known " + of + ")"));
    }
    return new SimilarQuery(of, id, topN);
  }

  /** Returns 0: a request for an id that the model does not know is refused. */
  @Override
  public int unknownIds() {
    return 0;
  }
}
