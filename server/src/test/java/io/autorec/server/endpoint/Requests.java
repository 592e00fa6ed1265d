package io.autorec.server.endpoint;

import com.google.protobuf.ByteString;
import io.autorec.v1.DenseRatings;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.Rating;
import io.autorec.v1.RatingVector;
import io.autorec.v1.SparseRatings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Requests for tests. */
final class Requests {
  private Requests() {}

  static SparseRatings ratings(Object... idsAndRatings) {
    SparseRatings.Builder ratings = SparseRatings.newBuilder();
    for (int i = 0; i < idsAndRatings.length; i += 2) {
      ratings.addRatings(
          Rating.newBuilder()
              .setId((String) idsAndRatings[i])
              .setRating(((Number) idsAndRatings[i + 1]).floatValue()));
    }
    return ratings.build();
  }

  static RatingVector sparse(Object... idsAndRatings) {
    return RatingVector.newBuilder().setSparse(ratings(idsAndRatings)).build();
  }

  static RatingVector dense(float... values) {
    DenseRatings.Builder dense = DenseRatings.newBuilder();
    for (float value : values) {
      dense.addValues(value);
    }
    return RatingVector.newBuilder().setDense(dense).build();
  }

  static RatingVector bytes(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return RatingVector.newBuilder().setDenseBytes(ByteString.copyFrom(bytes.array())).build();
  }

  static PredictRequest predict(RatingVector... vectors) {
    PredictRequest.Builder request = PredictRequest.newBuilder().setModel(ServedModels.BY_USER);
    for (RatingVector vector : vectors) {
      request.addVectors(vector);
    }
    return request.build();
  }
}
