package io.autorec.model;

import com.google.protobuf.InvalidProtocolBufferException;
import io.autorec.v1.RatingPart;
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

  /**
   * Reads the bytes of the file.
   *
   * @param users size of the user vocabulary
   * @param items size of the item vocabulary
   * @throws ModelFormatException if they are damaged, do not fit, or are of an unknown version
   */
  public static RatingHistory fromBytes(byte[] bytes, int users, int items)
      throws ModelFormatException {
    io.autorec.v1.RatingHistory proto;
    try {
      proto = io.autorec.v1.RatingHistory.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(ModelFormat.RATINGS_FILE + ": " + e.getMessage(), e);
    }
    if (proto.getFormatVersion() != ModelFormat.VERSION) {
      throw new ModelFormatException(
          ModelFormat.RATINGS_FILE
              + ": format version "
              + proto.getFormatVersion()
              + " (expected: "
              + ModelFormat.VERSION
              + ")");
    }
    return new RatingHistory(
        fromProto(proto.getTraining(), users, items),
        fromProto(proto.getValidation(), users, items),
        fromProto(proto.getTest(), users, items));
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

  private static UserRatings fromProto(RatingPart part, int users, int items)
      throws ModelFormatException {
    check("users", part.getRatingsPerUserCount(), users);
    check("ratings", part.getRatingIndicesCount(), part.getItemGapsCount());
    for (float rating : part.getDistinctRatingsList()) {
      if (!Float.isFinite(rating)) {
        throw new ModelFormatException(
            ModelFormat.RATINGS_FILE + ": rating " + rating + " (expected: finite)");
      }
    }
    int[] starts = new int[users + 1];
    int[] itemPositions = new int[part.getItemGapsCount()];
    float[] ratings = new float[itemPositions.length];
    int index = 0;
    for (int user = 0; user < users; user++) {
      int count = part.getRatingsPerUser(user);
      if (count < 0 || count > ratings.length - index) {
        throw new ModelFormatException(
            ModelFormat.RATINGS_FILE + ": user " + user + " has more ratings than the file");
      }
      long item = 0;
      for (int i = 0; i < count; i++, index++) {
        item += Integer.toUnsignedLong(part.getItemGaps(index));
        int value = part.getRatingIndices(index);
        if (item >= items || value < 0 || value >= part.getDistinctRatingsCount()) {
          throw new ModelFormatException(
              ModelFormat.RATINGS_FILE + ": rating " + index + " lies outside the vocabularies");
        }
        itemPositions[index] = (int) item;
        ratings[index] = part.getDistinctRatings(value);
      }
      starts[user + 1] = index;
    }
    check("ratings", index, ratings.length);
    try {
      return new UserRatings(starts, itemPositions, ratings);
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
