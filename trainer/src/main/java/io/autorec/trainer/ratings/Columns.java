package io.autorec.trainer.ratings;

import io.autorec.trainer.input.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a row that hold user, item, rating and timestamp. Rows of interactions have
 * neither rating nor timestamp: nothing depends on which of two equal rows stays.
 *
 * @param rating the index of the rating, or {@link #ABSENT}
 * @param timestamp the index of the timestamp, or {@link #ABSENT}
 * @param names the names of these columns in the file, in the order of their indexes
 * @param unknown the names of columns of unknown meaning by index, where no column is known to hold
 *     ratings
 */
record Columns(
    int user,
    int item,
    int rating,
    int timestamp,
    List<String> names,
    Map<Integer, String> unknown) {
  static final int ABSENT = -1;

  // Header names, most telling first; compared as by simple().
  private static final List<String> USER_NAMES = List.of("userId", "user", "uid");
  private static final List<String> ITEM_NAMES = List.of("movieId", "itemId", "item", "movie");
  private static final List<String> RATING_NAMES = List.of("rating", "score");
  private static final List<String> TIMESTAMP_NAMES = List.of("timestamp", "time");
  private static final List<String> TITLE_NAMES = List.of("title", "name");

  Columns {
    names = List.copyOf(names);
    unknown = new LinkedHashMap<>(unknown);
  }

  /** Returns true if rows have a rating. */
  boolean hasRating() {
    return rating != ABSENT;
  }

  /** Returns true if rows have a timestamp. */
  boolean hasTimestamp() {
    return timestamp != ABSENT;
  }

  /** The number of fields that a row needs to have all columns. */
  int neededFields() {
    return 1 + Math.max(Math.max(user, item), Math.max(rating, timestamp));
  }

  /**
   * The columns of a file without a header: user, item, rating and, if there are four fields,
   * timestamp.
   */
  static Columns inOrder(int fields, ReadOptions options) {
    if (fields == 2 || options.interactions()) {
      return new Columns(0, 1, ABSENT, ABSENT, List.of("user", "item"), Map.of());
    }
    return fields < 4
        ? new Columns(0, 1, 2, ABSENT, List.of("user", "item", "rating"), Map.of())
        : new Columns(0, 1, 2, 3, List.of("user", "item", "rating", "timestamp"), Map.of());
  }

  /** Returns true if a header has the columns that every file needs. */
  static boolean complete(List<String> header, ReadOptions options) {
    return find(header, options.userColumn(), USER_NAMES) != ABSENT
        && find(header, options.itemColumn(), ITEM_NAMES) != ABSENT
        && (options.ratingColumn().isEmpty()
            || find(header, options.ratingColumn(), RATING_NAMES) != ABSENT);
  }

  /**
   * Finds the columns in a header.
   *
   * @throws InputException if one is missing, or one column is asked for in two roles
   */
  static Columns byHeader(Path path, long line, List<String> header, ReadOptions options) {
    String where = path + ":" + line + ": ";
    int user = need(where, header, "users", options.userColumn(), USER_NAMES, "--user-column");
    int item = need(where, header, "items", options.itemColumn(), ITEM_NAMES, "--item-column");
    int rating = find(where, header, "ratings", options.ratingColumn(), RATING_NAMES);
    int timestamp = find(where, header, "timestamps", options.timestampColumn(), TIMESTAMP_NAMES);
    List<String> names = new ArrayList<>();
    for (int index = 0; index < header.size(); index++) {
      int roles = 0;
      for (int used : new int[] {user, item, rating, timestamp}) {
        roles += used == index ? 1 : 0;
      }
      if (roles > 1) {
        throw new InputException(
            where
                + ("column " + InputException.quoted(header.get(index)) + " in two roles")
                + " (expected: a column each for users, items, ratings and timestamps)");
      }
      if (roles == 1) {
        names.add(header.get(index));
      }
    }
    if (rating == ABSENT || options.interactions()) {
      return new Columns(
          user,
          item,
          ABSENT,
          ABSENT,
          List.of(header.get(Math.min(user, item)), header.get(Math.max(user, item))),
          options.interactions() ? Map.of() : without(header, user, item, timestamp));
    }
    return new Columns(user, item, rating, timestamp, names, Map.of());
  }

  /** The named columns of a header without three of them. */
  private static Map<Integer, String> without(
      List<String> header, int user, int item, int timestamp) {
    Map<Integer, String> others = new LinkedHashMap<>();
    for (int index = 0; index < header.size(); index++) {
      if (index != user && index != item && index != timestamp && !header.get(index).isEmpty()) {
        others.put(index, header.get(index));
      }
    }
    return others;
  }

  /**
   * Refuses a row with a number in a column of unknown meaning: it may be a rating. The first value
   * of a column decides.
   *
   * @param undecided the columns of {@link #unknown} that had no value so far; those with a value
   *     in this row are removed
   * @throws InputException if there is one
   */
  void requireNoNumber(Path path, List<String> row, Set<Integer> undecided) {
    List<String> numbers = new ArrayList<>();
    unknown.forEach(
        (index, name) -> {
          boolean isFirst =
              index < row.size() && !row.get(index).isEmpty() && undecided.remove(index);
          if (isFirst && Float.isFinite(RatingNumber.parse(row.get(index)))) {
            numbers.add(name);
          }
        });
    if (!numbers.isEmpty()) {
      throw new InputException(
          ("%s: no column is known to hold ratings, and %s %s numbers (expected: --rating-column NAME,"
                  + " or --interactions if there are no ratings)")
              .formatted(path, String.join(", ", numbers), numbers.size() == 1 ? "holds" : "hold"));
    }
  }

  /** The index of the item ids in a header, or {@link #ABSENT}. */
  static int itemIn(List<String> header) {
    return find(header, "", ITEM_NAMES);
  }

  /** The index of the titles in a header, or {@link #ABSENT}. */
  static int titleIn(List<String> header) {
    return find(header, "", TITLE_NAMES);
  }

  /** The index of a column, which must be there if a name is asked for. */
  private static int find(
      String where, List<String> header, String what, String asked, List<String> known) {
    return asked.isEmpty() ? find(header, "", known) : need(where, header, what, asked, known, "");
  }

  private static int need(
      String where,
      List<String> header,
      String what,
      String asked,
      List<String> known,
      String option) {
    int index = find(header, asked, known);
    if (index == ABSENT) {
      String found = InputException.quoted(String.join(", ", header));
      String expected =
          asked.isEmpty()
              ? "one named %s, or %s NAME".formatted(String.join(" or ", known), option)
              : "one named " + asked;
      throw new InputException(
          "%sno column of %s in the header %s (expected: %s)"
              .formatted(where, what, found, expected));
    }
    return index;
  }

  private static int find(List<String> header, String asked, List<String> known) {
    if (!asked.isEmpty()) {
      int exact = header.indexOf(asked);
      return exact != ABSENT ? exact : simplified(header).indexOf(simple(asked));
    }
    List<String> names = simplified(header);
    return known.stream()
        .map(name -> names.indexOf(simple(name)))
        .filter(i -> i != ABSENT)
        .findFirst()
        .orElse(ABSENT);
  }

  private static List<String> simplified(List<String> header) {
    return header.stream().map(Columns::simple).toList();
  }

  /** The name in lower case, without blanks, hyphens and underscores. */
  private static String simple(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
  }
}
