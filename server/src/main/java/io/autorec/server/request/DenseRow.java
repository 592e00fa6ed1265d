package io.autorec.server.request;

import com.google.protobuf.ByteString;
import io.autorec.model.RatingScale;
import io.autorec.model.RowEncoding;
import io.autorec.v1.DenseRatings;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** A dense rating vector of a request. */
public final class DenseRow implements InputRow {
  private final float[] values;

  private DenseRow(float[] values) {
    this.values = values;
  }

  /**
   * Reads a vector of floats; the result is valid if no violation was added.
   *
   * @param field path of the vector in the request
   */
  static DenseRow read(
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
  static DenseRow read(
      String field, ByteString bytes, int width, RatingScale scale, List<Violation> found) {
    if (bytes.size() != (long) width * Float.BYTES) {
      found.add(
          new Violation(
              field,
              bytes.size()
                  + " bytes (expected: "
                  + (long) width * Float.BYTES
                  + ", 4 for each column)"));
      return new DenseRow(new float[0]);
    }
    float[] values = new float[width];
    bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return checked(field, values, "position ", width, scale, found);
  }

  private static DenseRow checked(
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
      return new DenseRow(values);
    }
    int observed = 0;
    for (int i = 0; i < width; i++) {
      if (!RowEncoding.isObserved(values[i], scale)) {
        values[i] = RowEncoding.UNOBSERVED;
        continue;
      }
      observed++;
      if (!scale.contains(values[i])) {
        String what = values[i] + " (expected: a rating on the scale " + scale + ", or NaN)";
        found.add(
            positionWord.isEmpty()
                ? Violation.rating(field + "[" + i + "]", what, values[i])
                : Violation.rating(field, positionWord + i + ": " + what, values[i]));
      }
    }
    if (observed == 0) {
      found.add(new Violation(field, "no observed entry (expected: at least one rating)"));
    }
    return new DenseRow(values);
  }

  @Override
  public void encode(FloatBuffer rows, int row, int width) {
    rows.put(row * width, values, 0, width);
  }

  @Override
  public void forget(FloatBuffer rows, int row, int width) {
    for (int column = 0; column < width; column++) {
      RowEncoding.forget(rows, row, width, column);
    }
  }

  @Override
  public Given given() {
    int[] positions =
        IntStream.range(0, values.length).filter(i -> !Float.isNaN(values[i])).toArray();
    float[] ratings = new float[positions.length];
    for (int i = 0; i < positions.length; i++) {
      ratings[i] = values[positions[i]];
    }
    return new Given(positions, ratings);
  }

  @Override
  public List<String> unknownIds() {
    return List.of();
  }
}
