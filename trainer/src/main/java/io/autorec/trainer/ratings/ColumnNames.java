package io.autorec.trainer.ratings;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The names that columns of ratings have in the field's data sets, most telling first. Case,
 * blanks, hyphens and underscores do not matter, nor do types such as {@code user_id:token}.
 *
 * @param what what such a column holds, in messages
 * @param option the option that names such a column
 * @param usual the names
 */
public record ColumnNames(String what, String option, List<String> usual) {
  /** The index of a column that a header lacks. */
  public static final int ABSENT = -1;

  public static final ColumnNames USERS =
      new ColumnNames(
          "users",
          "--user-column",
          List.of(
              "userId",
              "user",
              "uid",
              "customerId",
              "customer",
              "reviewerId",
              "memberId",
              "visitorId",
              "username",
              "reviewer"));

  public static final ColumnNames ITEMS =
      new ColumnNames(
          "items",
          "--item-column",
          List.of(
              "movieId",
              "itemId",
              "item",
              "movie",
              "productId",
              "product",
              "parentAsin",
              "asin",
              "isbn",
              "bookId",
              "book",
              "businessId",
              "animeId",
              "jokeId",
              "artistId",
              "songId",
              "trackId",
              "gameId",
              "recipeId",
              "articleId",
              "newsId",
              "beerId",
              "restaurantId",
              "filmId"));

  public static final ColumnNames RATINGS =
      new ColumnNames(
          "ratings",
          "--rating-column",
          List.of(
              "rating",
              "score",
              "stars",
              "starRating",
              "overall",
              "bookRating",
              "userRating",
              "ratingScore",
              "reviewRating",
              "reviewOverall",
              "myScore"));

  public static final ColumnNames TIMES =
      new ColumnNames(
          "timestamps",
          "--timestamp-column",
          List.of(
              "timestamp",
              "time",
              "unixReviewTime",
              "datetime",
              "date",
              "reviewDate",
              "reviewTime",
              "createdAt"));

  public static final ColumnNames TITLES =
      new ColumnNames(
          "titles",
          "--title-column",
          List.of("title", "name", "itemTitle", "itemName", "productTitle"));

  /** The ids in a file of titles, where nothing else is one. */
  public static final ColumnNames IDS = new ColumnNames("items", "--item-column", List.of("id"));

  private static final Pattern TYPE = Pattern.compile(":(token|float)(_seq)?$");
  private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,5}");

  public ColumnNames {
    usual = List.copyOf(usual);
  }

  /**
   * The index of the column in a header, or {@value #ABSENT}.
   *
   * @param asked the name or the position that the user gave; empty for a usual name
   */
  public int in(List<String> header, String asked) {
    List<String> simple = header.stream().map(ColumnNames::simple).toList();
    if (asked.isEmpty()) {
      return usual.stream()
          .map(name -> simple.indexOf(simple(name)))
          .filter(index -> index != ABSENT)
          .findFirst()
          .orElse(ABSENT);
    }
    int index = header.indexOf(asked);
    index = index == ABSENT ? simple.indexOf(simple(asked)) : index;
    int position = position(asked).orElse(0);
    return index == ABSENT && position <= header.size() ? position - 1 : index;
  }

  /** The first usual names and the option, for a message. */
  public String expected() {
    return "one named %s or %s, or as %s NAME or POSITION says"
        .formatted(usual.get(0), usual.get(1), option);
  }

  /** A position as a user gives it, from 1; empty if it is a name. */
  static OptionalInt position(String asked) {
    return POSITION.matcher(asked).matches()
        ? OptionalInt.of(Integer.parseInt(asked))
        : OptionalInt.empty();
  }

  private static String simple(String name) {
    return TYPE.matcher(name.strip().toLowerCase(Locale.ROOT))
        .replaceFirst("")
        .replaceAll("[\\s_-]", "");
  }
}
