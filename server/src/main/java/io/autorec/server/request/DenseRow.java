package io.autorec.server.request;

import com.google.protobuf.ByteString;
import io.autorec.model.RatingScale;
import io.autorec.model.RowEncoding;
import io.autorec.v1.DenseRatings;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Reads dense rating vectors. */
public final class DenseRow {
  private DenseRow() {}

  /**
   * Reads a vector of floats; the result is valid if no violation was added.
   *
   * @param field path of the vector in the request
   */
  static InputRow read(
      String field, DenseRatings ratings, int width, RatingScale scale, List<Violation> found) {
    float[] values = new float[ratings.getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ratings.getValues(i);
    }
    return checked(field + ".values", values, "", width, scale, found);
  }

  /**
   * Reads a vector of little-endian floats; the result is valid if no violation was added.
   *
   * @param field path of the vector in the request
   */
  static InputRow read(
      String field, ByteString bytes, int width, RatingScale scale, List<Violation> found) {
    long expected = (long) width * Float.BYTES;
    if (bytes.size() != expected) {
      found.add(
          new Violation(
              field, bytes.size() + " bytes (expected: " + expected + ", 4 for each column)"));
      return InputRow.EMPTY;
    }
    float[] values = new float[width];
    bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return checked(field, values, "position ", width, scale, found);
  }

  private static InputRow checked(
      String field,
      float[] values,
      String positionWord,
      int width,
      RatingScale scale,
      List<Violation> found) {
    if (values.length != width) {
      found.add(
          new Violation(
              field, values.length + " values (expected: " + width + ", one for each column)"));
      return InputRow.EMPTY;
    }
    InputRow row = observed(field, values, positionWord, scale, found);
    if (row.isEmpty()) {
      found.add(new Violation(field, "no observed entry (expected: at least one rating)"));
    }
    return row;
  }

  /**
   * Reads a vector of the right length, which may have no ratings; the result is valid if no
   * violation was added.
   *
   * @param field path of the vector in the request
   * @param values the vector, which is overwritten
   * @param positionWord what stands before a position in messages; "": positions are in the path
   */
  public static InputRow observed(
      String field, float[] values, String positionWord, RatingScale scale, List<Violation> found) {
    int[] positions = new int[values.length];
    int observed = 0;
    for (int i = 0; i < values.length; i++) {
      if (!RowEncoding.isObserved(values[i], scale)) {
        continue;
      }
      if (!scale.contains(values[i])) {
        String what = values[i] + " (expected: a rating on the scale " + scale + ", or NaN)";
        found.add(
            positionWord.isEmpty()
                ? Violation.rating(field + "[" + i + "]", what, values[i])
                : Violation.rating(field, positionWord + i + ": " + what, values[i]));
      }
      positions[observed] = i;
      // The place has been read.
      values[observed++] = values[i];
    }
    return new InputRow(
        Arrays.copyOf(positions, observed), Arrays.copyOf(values, observed), List.of());
  }
}
