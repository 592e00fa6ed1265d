package io.autorec.server.request;

import java.util.List;

/**
 * Requests for the lists of several users, which one version answers.
 *
 * @param each a request for each user
 */
public record RecommendQueries(List<RecommendQuery> each) implements Query {
  public RecommendQueries {
    each = List.copyOf(each);
  }

  @Override
  public int unknownIds() {
    return each.stream().mapToInt(Query::unknownIds).sum();
  }

  @Override
  public int rowCount() {
    return each.size();
  }
}
