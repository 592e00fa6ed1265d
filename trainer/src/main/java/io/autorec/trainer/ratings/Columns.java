package io.autorec.trainer.ratings;

import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.fields.RatingNumber;
import io.autorec.trainer.input.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

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
  static final int ABSENT = Layout.ABSENT;

  /** The value of --timestamp-column for a file whose times do not count. */
  static final String NO_TIMES = "none";

  Columns {
    names = List.copyOf(names);
    unknown = new LinkedHashMap<>(unknown);
  }

  /**
   * The names of columns, by index.
   *
   * @param place the file, or the line of it, in messages
   * @param where what holds the names, in messages
   */
  record Header(String place, String where, List<String> names) {
    Header {
      names = List.copyOf(names);
    }

    /** The header on a line of a file. */
    static Header ofLine(Path path, long line, List<String> names) {
      return new Header(path + ":" + line, "the header", names);
    }

    /** The names and what holds them, for people. */
    String shown() {
      return where + " " + InputException.quoted(String.join(", ", names));
    }
  }

  /** Returns true if rows have a rating. */
  boolean hasRating() {
    return rating != ABSENT;
  }

  /** Returns true if rows have a timestamp. */
  boolean hasTimestamp() {
    return timestamp != ABSENT;
  }

  /** The number of fields that a row needs; the timestamp may be missing. */
  int neededFields() {
    return 1 + Math.max(Math.max(user, item), rating);
  }

  /** The index of the last column that is read. */
  int lastRead() {
    return Math.max(neededFields() - 1, timestamp);
  }

  /**
   * The columns of a file without a header: user, item, rating and timestamp in this order, unless
   * the options give positions.
   *
   * @param fields the number of fields of the first row
   * @throws InputException if one column is asked for in two roles
   */
  static Columns inOrder(Path path, int line, int fields, ReadOptions options) {
    int user = position(options.userColumn(), 0);
    int item = position(options.itemColumn(), 1);
    int rating = position(options.ratingColumn(), 2);
    int timestamp = position(options.timestampColumn(), 3);
    if (options.timestampColumn().equals(NO_TIMES)
        || timestamp >= fields
        || (options.timestampColumn().isEmpty()
            && List.of(user, item, rating).contains(timestamp))) {
      timestamp = ABSENT;
    }
    if (options.interactions() || (fields == 2 && options.ratingColumn().isEmpty())) {
      rating = ABSENT;
      timestamp = options.keepTimes() ? timestamp : ABSENT;
    }
    Map<Integer, String> roles = new LinkedHashMap<>();
    addRole(roles, user, "user");
    addRole(roles, item, "item");
    addRole(roles, rating, "rating");
    addRole(roles, timestamp, "timestamp");
    List<String> names =
        IntStream.range(0, Math.max(fields, 4))
            .mapToObj(index -> roles.getOrDefault(index, "column " + (index + 1)))
            .toList();
    Header header = Header.ofLine(path, line, names);
    return checked(header, user, item, rating, timestamp, Map.of());
  }

  private static void addRole(Map<Integer, String> roles, int index, String role) {
    roles.putIfAbsent(index, role);
  }

  /** The index of a position that the user gave, or the usual one. */
  private static int position(String asked, int usual) {
    return ColumnNames.position(asked).orElse(usual + 1) - 1;
  }

  /** The index of the rating in rows without a header. */
  static int ratingInOrder(ReadOptions options) {
    return position(options.ratingColumn(), 2);
  }

  /** Returns true if a line names columns that every file needs, users and items. */
  static boolean complete(List<String> header, ReadOptions options) {
    return isNamed(ColumnNames.USERS, header, options.userColumn())
        && isNamed(ColumnNames.ITEMS, header, options.itemColumn())
        && (options.ratingColumn().isEmpty()
            || ColumnNames.RATINGS.in(header, options.ratingColumn()) != ABSENT);
  }

  private static boolean isNamed(ColumnNames column, List<String> header, String asked) {
    // A position says nothing about a line: there must be a usual name beside it.
    return column.in(header, ColumnNames.position(asked).isPresent() ? "" : asked) != ABSENT;
  }

  /**
   * Finds the columns in a header.
   *
   * @throws InputException if one is missing, or one column is asked for in two roles
   */
  static Columns byHeader(Header header, ReadOptions options) {
    int user = need(ColumnNames.USERS, options.userColumn(), header);
    int item = need(ColumnNames.ITEMS, options.itemColumn(), header);
    int rating = find(ColumnNames.RATINGS, options.ratingColumn(), header);
    int timestamp =
        options.timestampColumn().equals(NO_TIMES)
            ? ABSENT
            : find(ColumnNames.TIMES, options.timestampColumn(), header);
    requireOne(ColumnNames.USERS, user, options.userColumn(), header);
    requireOne(ColumnNames.ITEMS, item, options.itemColumn(), header);
    requireOne(ColumnNames.RATINGS, rating, options.ratingColumn(), header);
    requireOne(ColumnNames.TIMES, timestamp, options.timestampColumn(), header);
    if (rating == ABSENT || options.interactions()) {
      Map<Integer, String> unknown =
          options.interactions() ? Map.of() : without(header.names(), user, item, timestamp);
      return checked(header, user, item, ABSENT, options.keepTimes() ? timestamp : ABSENT, unknown);
    }
    return checked(header, user, item, rating, timestamp, Map.of());
  }

  /** Refuses a column that has the name of another one, unless the user gave its position. */
  private static void requireOne(ColumnNames column, int index, String asked, Header header) {
    if (index == ABSENT || ColumnNames.position(asked).isPresent()) {
      return;
    }
    String name = header.names().get(index);
    int other = header.names().lastIndexOf(name);
    if (other != index) {
      throw new InputException(
          "%s: two columns named %s, %d and %d (expected: the position of that of %s, by %s)"
              .formatted(
                  header.place(),
                  InputException.quoted(name),
                  index + 1,
                  other + 1,
                  column.what(),
                  column.option()));
    }
  }

  private static Columns checked(
      Header header, int user, int item, int rating, int timestamp, Map<Integer, String> unknown) {
    List<String> names = new ArrayList<>();
    for (int index = 0; index < header.names().size(); index++) {
      int roles = 0;
      for (int used : new int[] {user, item, rating, timestamp}) {
        roles += used == index ? 1 : 0;
      }
      if (roles > 1) {
        throw new InputException(
            header.place()
                + (": column " + InputException.quoted(header.names().get(index)))
                + " in two roles"
                + " (expected: a column each for users, items, ratings and timestamps)");
      }
      if (roles == 1) {
        names.add(InputException.shown(header.names().get(index)));
      }
    }
    return new Columns(user, item, rating, timestamp, names, unknown);
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
   * Refuses a row with a number, or a word such as "like", in a column of unknown meaning: it may
   * be a rating. The first value of a column decides.
   *
   * @param undecided the columns of {@link #unknown} that had no value so far; those with a value
   *     in this row are removed
   * @throws InputException if there is one
   */
  void requireNoNumber(Path path, List<String> row, Set<Integer> undecided) {
    List<String> numbers = new ArrayList<>();
    List<String> others = new ArrayList<>();
    unknown.forEach(
        (index, name) -> {
          if (index >= row.size() || row.get(index).isEmpty() || !undecided.remove(index)) {
            return;
          }
          String value = row.get(index);
          if (RatingNumber.isNumber(value)) {
            numbers.add(InputException.shown(name));
          } else if (RatingNumber.mayMeanRating(value)) {
            others.add(InputException.shown(name) + " holds " + InputException.quoted(value));
          }
        });
    if (!numbers.isEmpty()) {
      others.add(
          0, String.join(", ", numbers) + (numbers.size() == 1 ? " holds" : " hold") + " numbers");
    }
    if (!others.isEmpty()) {
      throw new InputException(
          ("%s: no column is known to hold ratings, and %s (expected: --rating-column NAME,"
                  + " or --interactions if there are no ratings)")
              .formatted(path, String.join(", ", others)));
    }
  }

  /** The index of a column, which must be there if it is asked for. */
  private static int find(ColumnNames column, String asked, Header header) {
    return asked.isEmpty() ? column.in(header.names(), "") : need(column, asked, header);
  }

  private static int need(ColumnNames column, String asked, Header header) {
    int index = column.in(header.names(), asked);
    if (index == ABSENT) {
      throw new InputException(
          "%s: no column of %s in %s (expected: %s)"
              .formatted(
                  header.place(),
                  column.what(),
                  header.shown(),
                  asked.isEmpty() ? column.expected() : "one named " + asked));
    }
    return index;
  }
}
