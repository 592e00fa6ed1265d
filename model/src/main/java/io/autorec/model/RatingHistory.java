package io.autorec.model;

import io.autorec.v1.RatingPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Every rating of a model's data, by its use, and every choice without a rating; the content of
 * {@value ModelFormat#RATINGS_FILE}. A (user, item) pair is in at most one part.
 *
 * @param training ratings the model was fitted to, and gets as input
 * @param validation ratings the stopping epoch was chosen on
 * @param test ratings the finished model was tested on
 * @param unrated items that users chose without a rating; its values are not used
 */
public record RatingHistory(
    UserRatings training, UserRatings validation, UserRatings test, UserRatings unrated) {
  public RatingHistory {
    for (UserRatings part : List.of(validation, test, unrated)) {
      if (part.users() != training.users()) {
        throw new IllegalArgumentException("parts: of different numbers of users");
      }
    }
  }

  /** A history in which every choice has a rating. */
  public RatingHistory(UserRatings training, UserRatings validation, UserRatings test) {
    this(training, validation, test, UserRatings.none(training.users()));
  }

  /** The history of a model that was fitted to the validation ratings too, after the choices. */
  public RatingHistory withValidation() {
    return new RatingHistory(
        training.and(validation), UserRatings.none(training.users()), test, unrated);
  }

  /**
   * What the ranking head gets as input: the training ratings, and the choices without a rating,
   * each as the mean of the training ratings.
   */
  public UserRatings choices() {
    float mean = training.mean();
    return training.and(unrated.map(unused -> mean));
  }

  /** Passes on each item that a user has rated, in any part, or chosen without a rating. */
  public void forEachItem(int user, IntConsumer action) {
    training.forEachItem(user, action);
    validation.forEachItem(user, action);
    test.forEachItem(user, action);
    unrated.forEachItem(user, action);
  }

  /** The bytes of the file; the same history always gives the same bytes. */
  public byte[] toBytes() {
    io.autorec.v1.RatingHistory.Builder file =
        io.autorec.v1.RatingHistory.newBuilder()
            .setFormatVersion(ModelFormat.VERSION)
            .setTraining(toProto(training))
            .setValidation(toProto(validation))
            .setTest(toProto(test));
    if (unrated.size() > 0) {
      file.setUnrated(
          toProto(unrated.map(unused -> 0)).toBuilder()
              .clearDistinctRatings()
              .clearRatingIndices());
    }
    return file.build().toByteArray();
  }

  /** Reads the bytes of the file as {@link #read} does. */
  public static RatingHistory fromBytes(byte[] bytes, int users, int items)
      throws ModelFormatException, IOException {
    return read(new ByteArrayInputStream(bytes), bytes.length, users, items);
  }

  /**
   * Reads the file.
   *
   * @param bytes the content
   * @param size the number of bytes
   * @param users size of the user vocabulary
   * @param items size of the item vocabulary
   * @throws ModelFormatException if the bytes are damaged, do not fit, or are of an unknown version
   * @throws IOException if they cannot be read
   */
  public static RatingHistory read(InputStream bytes, int size, int users, int items)
      throws ModelFormatException, IOException {
    io.autorec.v1.RatingHistory file =
        ProtoFile.read(
            ModelFormat.RATINGS_FILE, bytes, size, io.autorec.v1.RatingHistory::parseFrom);
    ProtoFile.requireVersion(ModelFormat.RATINGS_FILE, file.getFormatVersion());
    return new RatingHistory(
        userRatings(file.getTraining(), users, items),
        userRatings(file.getValidation(), users, items),
        userRatings(file.getTest(), users, items),
        file.hasUnrated() ? unrated(file.getUnrated(), users, items) : UserRatings.none(users));
  }

  /** Reads a part without ratings: one with a rating for each item in its place. */
  private static UserRatings unrated(RatingPart part, int users, int items)
      throws ModelFormatException {
    check("ratings of unrated items", part.getRatingIndicesCount(), 0);
    RatingPart valued =
        part.toBuilder()
            .clearDistinctRatings()
            .addDistinctRatings(0)
            .addAllRatingIndices(Collections.nCopies(part.getItemGapsCount(), 0))
            .build();
    return userRatings(valued, users, items);
  }

  private static RatingPart toProto(UserRatings ratings) {
    float[] values = new float[ratings.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ratings.rating(i);
    }
    float[] distinct = distinct(values);
    RatingPart.Builder part = RatingPart.newBuilder();
    for (float value : distinct) {
      part.addDistinctRatings(value);
    }
    for (int user = 0; user < ratings.users(); user++) {
      int start = ratings.start(user);
      int end = ratings.start(user + 1);
      part.addRatingsPerUser(end - start);
      for (int i = start; i < end; i++) {
        part.addItemGaps(i == start ? ratings.item(i) : ratings.item(i) - ratings.item(i - 1));
        part.addRatingIndices(Arrays.binarySearch(distinct, ratings.rating(i)));
      }
    }
    return part.build();
  }

  private static float[] distinct(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || Float.compare(sorted[i], sorted[i - 1]) != 0) {
        sorted[count++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  private static UserRatings userRatings(RatingPart part, int users, int items)
      throws ModelFormatException {
    check("users", part.getRatingsPerUserCount(), users);
    check("ratings", part.getRatingIndicesCount(), part.getItemGapsCount());
    for (float rating : part.getDistinctRatingsList()) {
      if (!Float.isFinite(rating)) {
        throw refused("rating " + rating + " (expected: finite)");
      }
    }
    int[] starts = new int[users + 1];
    int[] positions = new int[part.getItemGapsCount()];
    float[] ratings = new float[positions.length];
    int index = 0;
    for (int user = 0; user < users; user++) {
      int count = part.getRatingsPerUser(user);
      if (count < 0 || count > ratings.length - index) {
        throw refused("user " + user + " has more ratings than the file");
      }
      long item = 0;
      for (int i = 0; i < count; i++, index++) {
        item += Integer.toUnsignedLong(part.getItemGaps(index));
        int value = part.getRatingIndices(index);
        if (item >= items || value < 0 || value >= part.getDistinctRatingsCount()) {
          throw refused("rating " + index + " lies outside the vocabularies");
        }
        positions[index] = (int) item;
        ratings[index] = part.getDistinctRatings(value);
      }
      starts[user + 1] = index;
    }
    check("ratings", index, ratings.length);
    try {
      return new UserRatings(starts, positions, ratings);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(ModelFormat.RATINGS_FILE + ": " + e.getMessage(), e);
    }
  }

  private static void check(String what, int found, int expected) throws ModelFormatException {
    if (found != expected) {
      throw refused(found + " " + what + " (expected: " + expected + ")");
    }
  }

  private static ModelFormatException refused(String reason) {
    return new ModelFormatException(ModelFormat.RATINGS_FILE + ": " + reason);
  }
}
