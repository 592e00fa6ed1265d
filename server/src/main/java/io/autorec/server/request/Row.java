package io.autorec.server.request;

import io.autorec.foldin.FoldIn;
import java.nio.FloatBuffer;
import java.util.List;

/** One row to be fed to a model, or a column to be fitted to its ratings. */
public interface Row {
  /** Writes it into a clean row of [batch, width]. */
  void encode(FloatBuffer rows, int row, int width);

  /** Makes the row clean again. */
  void forget(FloatBuffer rows, int row, int width);

  /** Its observed entries. */
  Given given();

  /** The column of an item-based model that is fitted to it. */
  default float[] fit(FoldIn foldIn) {
    Given given = given();
    return foldIn.fit(given.positions(), given.ratings());
  }

  /** Ids in it that the model does not know. */
  List<String> unknownIds();
}
