package io.autorec.spark.table;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ratings.ColumnNames;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that hold users, items, ratings and times.
 *
 * @param user the users' column
 * @param item the items' column
 * @param rating the ratings' column; null for interactions without ratings
 * @param time the column of times; null if there is none, or times do not count
 */
record ColumnChoice(String user, String item, @Nullable String rating, @Nullable String time) {
  /** The name that says that times do not count. */
  private static final String NO_TIMES = "none";

  /**
   * Finds the columns by the names that the user gave, or else by the usual names.
   *
   * @param source the table, for messages
   * @throws InputException if one is missing, or one is asked for in two roles
   */
  static ColumnChoice of(StructType schema, TableOptions options, String source) {
    List<String> names = List.of(schema.fieldNames());
    String user = need(ColumnNames.USERS, options.userColumn(), names, source);
    String item = need(ColumnNames.ITEMS, options.itemColumn(), names, source);
    String rating =
        options.interactions() ? null : needRating(options.ratingColumn(), names, source);
    String time =
        options.timestampColumn().equals(NO_TIMES)
            ? null
            : options.timestampColumn().isEmpty()
                ? find(ColumnNames.TIMES, "", names)
                : need(ColumnNames.TIMES, options.timestampColumn(), names, source);
    List<String> chosen = Stream.of(user, item, rating, time).filter(Objects::nonNull).toList();
    if (Set.copyOf(chosen).size() < chosen.size()) {
      throw new InputException(
          "%s: a column in two roles: %s (expected: a column each for users, items, ratings and timestamps)"
              .formatted(source, String.join(", ", chosen)));
    }
    return new ColumnChoice(user, item, rating, time);
  }

  private static String needRating(String asked, List<String> names, String source) {
    if (asked.isEmpty() && find(ColumnNames.RATINGS, "", names) == null) {
      throw new InputException(
          "%s: no column of ratings in %s (expected: %s; or --interactions if there are no ratings)"
              .formatted(source, shown(names), ColumnNames.RATINGS.expected()));
    }
    return need(ColumnNames.RATINGS, asked, names, source);
  }

  private static String need(ColumnNames column, String asked, List<String> names, String source) {
    String found = find(column, asked, names);
    if (found == null) {
      throw new InputException(
          "%s: no column of %s in %s (expected: %s)"
              .formatted(
                  source,
                  column.what(),
                  shown(names),
                  asked.isEmpty() ? column.expected() : "one named " + asked));
    }
    return found;
  }

  private static @Nullable String find(ColumnNames column, String asked, List<String> names) {
    int index = column.in(names, asked);
    return index == ColumnNames.ABSENT ? null : names.get(index);
  }

  private static String shown(List<String> names) {
    return InputException.quoted(String.join(", ", names));
  }
}
