package io.autorec.trainer.ratings;

import io.autorec.model.IdVocabulary;
import io.autorec.model.RatingScale;
import io.autorec.model.Sha256;
import io.autorec.model.UserRatings;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.scale.ScaleChoice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Ratings as three columns, sorted by user position, then item position; no pair occurs twice.
 *
 * <p>A rating takes 12 bytes, so 25 million take 300 MB. A user or item of the vocabularies may
 * have no rating, as in a part of a split. Immutable and safe for use by several threads.
 */
public final class RatingTable {
  private final IdVocabulary users;
  private final IdVocabulary items;
  private final int[] userOf;
  private final int[] itemOf;
  private final float[] ratings;

  /**
   * @param users the users, of which {@code userOf} holds positions
   * @param items the items, of which {@code itemOf} holds positions
   * @param userOf per rating, the user's position; ascending
   * @param itemOf per rating, the item's position; strictly ascending within a user
   * @param ratings finite ratings
   * @throws IllegalArgumentException if the columns differ in length, are not sorted, repeat a
   *     pair, leave the vocabularies, or hold a rating that is not finite
   */
  public RatingTable(
      IdVocabulary users, IdVocabulary items, int[] userOf, int[] itemOf, float[] ratings) {
    this(users, items, userOf.clone(), itemOf.clone(), ratings.clone(), true);
  }

  private RatingTable(
      IdVocabulary users,
      IdVocabulary items,
      int[] userOf,
      int[] itemOf,
      float[] ratings,
      boolean check) {
    this.users = users;
    this.items = items;
    this.userOf = userOf;
    this.itemOf = itemOf;
    this.ratings = ratings;
    if (check) {
      check();
    }
  }

  /** Makes a table that owns the arrays: the caller must not use them again. */
  static RatingTable owning(
      IdVocabulary users, IdVocabulary items, int[] userOf, int[] itemOf, float[] ratings) {
    return new RatingTable(users, items, userOf, itemOf, ratings, true);
  }

  /** The users, by position. */
  public IdVocabulary users() {
    return users;
  }

  /** The items, by position. */
  public IdVocabulary items() {
    return items;
  }

  /** Number of ratings. */
  public int size() {
    return ratings.length;
  }

  /** Position of the user who gave rating {@code i}. */
  public int user(int i) {
    return userOf[i];
  }

  /** Position of the item that rating {@code i} is for. */
  public int item(int i) {
    return itemOf[i];
  }

  /** Rating {@code i}. */
  public float rating(int i) {
    return ratings[i];
  }

  /**
   * The scale of the ratings; that of interactions is from 0 to 1.
   *
   * @param given the scale that the user names; null for none
   */
  public ScaleChoice scale(@Nullable RatingScale given) {
    return ScaleChoice.of(ratings, given);
  }

  /**
   * The digest of the ratings, in lower-case hexadecimal: SHA-256 over the numbers of users, items
   * and ratings, the ids (each after its length in bytes of UTF-8), and user position, item
   * position and rating of each, then user position and item position of each pair without a
   * rating. Numbers are big-endian and have 4 bytes. It is the same in whatever order a database
   * gave the rows, and differs if any rating does.
   */
  String sha256(UserRatings unrated) {
    MessageDigest digest = Sha256.newDigest();
    update(digest, users.size(), items.size(), ratings.length);
    for (List<String> ids : List.of(users.ids(), items.ids())) {
      for (String id : ids) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        update(digest, bytes.length);
        digest.update(bytes);
      }
    }
    for (int i = 0; i < ratings.length; i++) {
      update(digest, userOf[i], itemOf[i], Float.floatToIntBits(ratings[i]));
    }
    for (int user = 0; user < unrated.users(); user++) {
      for (int item : unrated.items(user)) {
        update(digest, user, item);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    digest.update(bytes.array());
  }

  /** How often each rating occurs, by rating. */
  public NavigableMap<Float, Integer> counts() {
    NavigableMap<Float, Integer> counts = new TreeMap<>();
    // Halves and whole numbers differ in the upper half of their bits.
    int[] ofUpperHalf = new int[1 << Short.SIZE];
    for (float rating : ratings) {
      int bits = Float.floatToRawIntBits(rating);
      if (bits << Short.SIZE == 0) {
        ofUpperHalf[bits >>> Short.SIZE]++;
      } else {
        counts.merge(rating, 1, Integer::sum);
      }
    }
    for (int upper = 0; upper < ofUpperHalf.length; upper++) {
      if (ofUpperHalf[upper] > 0) {
        counts.put(Float.intBitsToFloat(upper << Short.SIZE), ofUpperHalf[upper]);
      }
    }
    return counts;
  }

  /** Returns true if each user has each item, with a rating or without. */
  boolean isWholeWith(UserRatings unrated) {
    return size() + (long) unrated.size() == (long) users.size() * items.size();
  }

  /** Returns true if all ratings are the same. */
  boolean isAllEqual() {
    for (float rating : ratings) {
      if (rating != ratings[0]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Refuses a table from which nothing can be learned.
   *
   * @param source where the ratings are from
   * @param noun what they are
   * @throws InputException if there is one user, or one item
   */
  void requireTwoOfEach(String source, String noun) {
    if (users.size() < 2) {
      throw new InputException(
          source + ": " + noun + " of 1 user only (expected: at least 2 users)");
    }
    if (items.size() < 2) {
      throw new InputException(
          source + ": " + noun + " of 1 item only (expected: at least 2 items)");
    }
  }

  /**
   * The same pairs, and others, as interactions: each with the rating 1.
   *
   * @param unrated pairs that are not in the table
   */
  RatingTable asInteractions(UserRatings unrated) {
    if (unrated.size() == 0) {
      float[] ones = new float[ratings.length];
      Arrays.fill(ones, 1);
      return new RatingTable(users, items, userOf, itemOf, ones, false);
    }
    long[] pairs = new long[ratings.length + unrated.size()];
    int count = 0;
    for (int i = 0; i < ratings.length; i++) {
      pairs[count++] = (long) userOf[i] << Integer.SIZE | itemOf[i];
    }
    for (int user = 0; user < unrated.users(); user++) {
      for (int item : unrated.items(user)) {
        pairs[count++] = (long) user << Integer.SIZE | item;
      }
    }
    Arrays.sort(pairs);
    int[] allUsers = new int[count];
    int[] allItems = new int[count];
    float[] ones = new float[count];
    Arrays.setAll(allUsers, i -> (int) (pairs[i] >> Integer.SIZE));
    Arrays.setAll(allItems, i -> (int) pairs[i]);
    Arrays.fill(ones, 1);
    return owning(users, items, allUsers, allItems, ones);
  }

  /**
   * The same ratings, with titles of the items; an item that the map lacks keeps the title it has.
   *
   * @param titles titles by item id; ids that are not in the table are ignored
   */
  public RatingTable withItemTitles(Map<String, String> titles) {
    List<String> byPosition = new ArrayList<>(items.size());
    for (int item = 0; item < items.size(); item++) {
      byPosition.add(titles.getOrDefault(items.id(item), items.title(item)));
    }
    IdVocabulary titled = new IdVocabulary(items.ids(), byPosition);
    return new RatingTable(users, titled, userOf, itemOf, ratings, false);
  }

  private void check() {
    if (userOf.length != ratings.length || itemOf.length != ratings.length) {
      throw new IllegalArgumentException(
          "columns of %s, %s and %s (expected: equal lengths)"
              .formatted(userOf.length, itemOf.length, ratings.length));
    }
    for (int i = 0; i < ratings.length; i++) {
      if (userOf[i] < 0 || userOf[i] >= users.size()) {
        throw invalid(i, "user " + userOf[i], "0 to " + (users.size() - 1));
      }
      if (itemOf[i] < 0 || itemOf[i] >= items.size()) {
        throw invalid(i, "item " + itemOf[i], "0 to " + (items.size() - 1));
      }
      if (!Float.isFinite(ratings[i])) {
        throw invalid(i, "rating " + ratings[i], "a finite number");
      }
      if (i > 0
          && (userOf[i] < userOf[i - 1]
              || (userOf[i] == userOf[i - 1] && itemOf[i] <= itemOf[i - 1]))) {
        throw invalid(
            i,
            "user " + userOf[i] + ", item " + itemOf[i],
            "after user " + userOf[i - 1] + ", item " + itemOf[i - 1]);
      }
    }
  }

  private static IllegalArgumentException invalid(int i, String value, String expected) {
    return new IllegalArgumentException(
        "rating " + i + ": " + value + " (expected: " + expected + ")");
  }
}
