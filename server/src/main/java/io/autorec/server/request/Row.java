package io.autorec.server.request;

import java.nio.FloatBuffer;
import java.util.List;

/** One row to be fed to a model. */
public interface Row {
  /** Writes it into a clean row of [batch, width]. */
  void encode(FloatBuffer rows, int row, int width);

  /** Makes the row clean again. */
  void forget(FloatBuffer rows, int row, int width);

  /** Ids in it that the model does not know. */
  List<String> unknownIds();
}
