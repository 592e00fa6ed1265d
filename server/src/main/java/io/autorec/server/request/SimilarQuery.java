package io.autorec.server.request;

import io.autorec.model.Orientation;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarUsersRequest;

/**
 * A SimilarItems or SimilarUsers request that was read.
 *
 * @param of what is compared: items or users
 * @param id the id of the one that others are compared with
 * @param topN the most answers
 */
public record SimilarQuery(Orientation of, String id, int topN) implements Query {
  /** Returns the reader of a request for similar items. */
  public static Reader<SimilarQuery> reader(SimilarItemsRequest message) {
    return reader(Orientation.ITEM, message.getItemId(), message.hasTopN(), message.getTopN());
  }

  /** Returns the reader of a request for similar users. */
  public static Reader<SimilarQuery> reader(SimilarUsersRequest message) {
    return reader(Orientation.USER, message.getUserId(), message.hasTopN(), message.getTopN());
  }

  private static Reader<SimilarQuery> reader(
      Orientation of, String id, boolean hasTopN, int number) {
    return (answering, model, limits, violations) -> {
      int topN = limits.topN(hasTopN, number, violations);
      if (id.isEmpty()) {
        violations.add(new Violation(of + "_id", "empty (expected: the id of a known " + of + ")"));
      }
      return new SimilarQuery(of, id, topN);
    };
  }

  /** Returns 0: a request for an id that the model does not know is refused. */
  @Override
  public int unknownIds() {
    return 0;
  }

  @Override
  public int rowCount() {
    return 1;
  }
}
