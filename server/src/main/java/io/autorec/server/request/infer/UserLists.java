package io.autorec.server.request.infer;

import io.autorec.inference.InferParameter;
import io.autorec.model.ModelMetadata;
import io.autorec.server.request.Limits;
import io.autorec.server.request.RecommendQuery;
import io.autorec.server.request.Violation;
import io.autorec.v1.ModelRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads whom a request recommends items to, and how many.
 *
 * @param users the ids
 * @param numbers the numbers of items, if there is such an input
 * @param parameter the number of items for all, if there is such a parameter
 * @param violations receives everything that is wrong; the result is valid if that is nothing
 */
record UserLists(
    InputTensor users,
    @Nullable InputTensor numbers,
    @Nullable InferParameter parameter,
    Limits limits,
    List<Violation> violations) {
  static final String TOP_N = "top_n";

  /** Returns a request for each user. */
  List<RecommendQuery> read(ModelRef answering, ModelMetadata model) {
    List<RecommendQuery> queries = new ArrayList<>();
    int count =
        users.is(Input.USER_ID.datatype(), violations)
            ? users.count(1, true, limits.maxVectors(), violations)
            : 0;
    int before = violations.size();
    if (count == 0) {
      return queries;
    }
    List<String> ids = users.texts(count, violations);
    int[] topN = topN(count);
    for (int i = 0; i < count && violations.size() == before; i++) {
      if (ids.get(i).isEmpty()) {
        String what = "element " + i + ": empty (expected: the id of a known user)";
        violations.add(new Violation(users.contentsPath(), what));
      }
      queries.add(RecommendQuery.of(ids.get(i), topN[i], answering, model));
    }
    return queries;
  }

  /** The number of items for each user. */
  private int[] topN(int users) {
    int[] topN = new int[users];
    Arrays.fill(topN, limits.defaultTopN());
    if (parameter != null) {
      Arrays.fill(topN, topN(parameter));
      if (numbers != null) {
        violations.add(
            new Violation(
                "parameters." + TOP_N, "beside the input of that name (expected: one of them)"));
      }
      return topN;
    }
    if (numbers == null || !numbers.is(Input.TOP_N.datatype(), violations)) {
      return topN;
    }
    int count = numbers.count(1, true, users, violations);
    if (count == 0) {
      return topN;
    }
    if (count != 1 && count != users) {
      String what = "%s numbers for %s users (expected: one, or one for each)";
      violations.add(new Violation(numbers.path() + ".shape", what.formatted(count, users)));
      return topN;
    }
    int before = violations.size();
    int[] given = numbers.integers(count, violations);
    for (int i = 0; i < users && violations.size() == before; i++) {
      topN[i] = limits.topN(numbers.contentsPath(), given[count == 1 ? 0 : i], violations);
    }
    return topN;
  }

  private int topN(InferParameter parameter) {
    String path = "parameters." + TOP_N;
    return switch (parameter.getParameterChoiceCase()) {
      case INT64_PARAM -> limits.topN(path, parameter.getInt64Param(), violations);
      case UINT64_PARAM ->
          limits.topN(
              path,
              parameter.getUint64Param() < 0 ? Long.MAX_VALUE : parameter.getUint64Param(),
              violations);
      default -> {
        violations.add(new Violation(path, "no whole number (expected: int64_param)"));
        yield limits.defaultTopN();
      }
    };
  }
}
