package io.autorec.model;

import io.autorec.v1.RatingPart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Every rating of a model's data, by what it was used for; the content of {@value
 * ModelFormat#RATINGS_FILE}. A (user, item) pair is in at most one part.
 *
 * @param training ratings the model was fitted to, and is fed
 * @param validation ratings the stopping epoch was chosen on
 * @param test ratings the finished model was tested on
 */
public record RatingHistory(UserRatings training, UserRatings validation, UserRatings test) {
  public RatingHistory {
    if (training.users() != validation.users() || training.users() != test.users()) {
      throw new IllegalArgumentException("parts: of different numbers of users");
    }
  }

  /** Names each item that a user has rated, in any part. */
  public void forEachItem(int user, IntConsumer action) {
    training.forEachItem(user, action);
    validation.forEachItem(user, action);
    test.forEachItem(user, action);
  }

  /** The bytes of the file; the same history always gives the same bytes. */
  public byte[] toBytes() {
    return io.autorec.v1.RatingHistory.newBuilder()
        .setFormatVersion(ModelFormat.VERSION)
        .setTraining(toProto(training))
        .setValidation(toProto(validation))
        .setTest(toProto(test))
        .build()
        .toByteArray();
  }

  /** As {@link #fromBytes(ByteBuffer, int, int)}. */
  public static RatingHistory fromBytes(byte[] bytes, int users, int items)
      throws ModelFormatException {
    return fromBytes(ByteBuffer.wrap(bytes), users, items);
  }

  /**
   * Reads the bytes of the file.
   *
   * @param users size of the user vocabulary
   * @param items size of the item vocabulary
   * @throws ModelFormatException if they are damaged, do not fit, or are of an unknown version
   */
  public static RatingHistory fromBytes(ByteBuffer bytes, int users, int items)
      throws ModelFormatException {
    int[] formatVersion = {0};
    UserRatings[] parts = new UserRatings[3];
    MessageReader in = new MessageReader(ModelFormat.RATINGS_FILE, bytes);
    in.read(
        field -> {
          switch (field) {
            case io.autorec.v1.RatingHistory.FORMAT_VERSION_FIELD_NUMBER ->
                formatVersion[0] = in.number();
            case io.autorec.v1.RatingHistory.TRAINING_FIELD_NUMBER ->
                parts[0] = part(in, users, items);
            case io.autorec.v1.RatingHistory.VALIDATION_FIELD_NUMBER ->
                parts[1] = part(in, users, items);
            case io.autorec.v1.RatingHistory.TEST_FIELD_NUMBER -> parts[2] = part(in, users, items);
            default -> {
              return false;
            }
          }
          return true;
        });
    if (formatVersion[0] != ModelFormat.VERSION) {
      throw new ModelFormatException(
          ModelFormat.RATINGS_FILE
              + ": format version "
              + formatVersion[0]
              + " (expected: "
              + ModelFormat.VERSION
              + ")");
    }
    for (UserRatings part : parts) {
      check("users", part == null ? 0 : part.users(), users);
    }
    return new RatingHistory(parts[0], parts[1], parts[2]);
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

  private static UserRatings part(MessageReader in, int users, int items)
      throws IOException, ModelFormatException {
    int[][] numbers = new int[3][0];
    float[][] distinct = {{}};
    in.message(
        field -> {
          switch (field) {
            case RatingPart.RATINGS_PER_USER_FIELD_NUMBER -> numbers[0] = in.numbers();
            case RatingPart.ITEM_GAPS_FIELD_NUMBER -> numbers[1] = in.numbers();
            case RatingPart.DISTINCT_RATINGS_FIELD_NUMBER -> distinct[0] = in.reals();
            case RatingPart.RATING_INDICES_FIELD_NUMBER -> numbers[2] = in.numbers();
            default -> {
              return false;
            }
          }
          return true;
        });
    check("users", numbers[0].length, users);
    check("ratings", numbers[2].length, numbers[1].length);
    return userRatings(numbers[0], numbers[1], distinct[0], numbers[2], items);
  }

  /** The gaps are made into the items: a copy would be as long as the data. */
  private static UserRatings userRatings(
      int[] perUser, int[] gaps, float[] distinct, int[] indices, int items)
      throws ModelFormatException {
    for (float rating : distinct) {
      if (!Float.isFinite(rating)) {
        throw new ModelFormatException(
            ModelFormat.RATINGS_FILE + ": rating " + rating + " (expected: finite)");
      }
    }
    int[] starts = new int[perUser.length + 1];
    float[] ratings = new float[gaps.length];
    int index = 0;
    for (int user = 0; user < perUser.length; user++) {
      int count = perUser[user];
      if (count < 0 || count > ratings.length - index) {
        throw new ModelFormatException(
            ModelFormat.RATINGS_FILE + ": user " + user + " has more ratings than the file");
      }
      long item = 0;
      for (int i = 0; i < count; i++, index++) {
        item += Integer.toUnsignedLong(gaps[index]);
        int value = indices[index];
        if (item >= items || value < 0 || value >= distinct.length) {
          throw new ModelFormatException(
              ModelFormat.RATINGS_FILE + ": rating " + index + " lies outside the vocabularies");
        }
        gaps[index] = (int) item;
        ratings[index] = distinct[value];
      }
      starts[user + 1] = index;
    }
    check("ratings", index, ratings.length);
    try {
      return new UserRatings(starts, gaps, ratings);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(ModelFormat.RATINGS_FILE + ": " + e.getMessage(), e);
    }
  }

  private static void check(String what, int found, int expected) throws ModelFormatException {
    if (found != expected) {
      throw new ModelFormatException(
          ModelFormat.RATINGS_FILE + ": " + found + " " + what + " (expected: " + expected + ")");
    }
  }
}
