package io.autorec.server.request;

import io.autorec.model.FoldIn;
import java.nio.FloatBuffer;
import java.util.List;

/** One row to be fed to a model, or a column to be fitted to its ratings. */
public interface Row {
  /** Writes it into a clean row of [batch, width]. */
  void encode(FloatBuffer rows, int row, int width);

  /** Makes the row clean again. */
  void forget(FloatBuffer rows, int row, int width);

  /** Fits a column of an item-based model to it, as {@link FoldIn#fit} does. */
  float[] fit(FoldIn foldIn);

  /** Ids in it that the model does not know. */
  List<String> unknownIds();
}
