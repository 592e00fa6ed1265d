package io.autorec.server.request;

import io.autorec.foldin.FoldIn;
import java.nio.FloatBuffer;
import java.util.List;

/** Ratings that a network gets as an input row, or that a column is fitted to. */
public interface InputRow {
  /** Writes the ratings into a clean row of [batch, width]. */
  void encode(FloatBuffer rows, int row, int width);

  /** Clears the row again. */
  void forget(FloatBuffer rows, int row, int width);

  Given given();

  /** Fits a column to the ratings. */
  default float[] fit(FoldIn foldIn) {
    Given given = given();
    return foldIn.fit(given.positions(), given.ratings());
  }

  /** The ids of the request that the model does not know. */
  List<String> unknownIds();
}
