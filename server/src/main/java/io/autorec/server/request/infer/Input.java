package io.autorec.server.request.infer;

import io.autorec.model.ModelFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** The inputs of models. */
public enum Input {
  /** Rows of ratings [n, width], as the model file reads them. */
  RATINGS(ModelFormat.RATINGS_INPUT, Datatype.FP32, Face.ROWS),
  /** Ids of known users [n] or [n, 1]. */
  USER_ID("user_id", Datatype.BYTES, Face.USERS),
  /** The number of items for all users [1], or for each [n] or [n, 1]. */
  TOP_N("top_n", Datatype.INT32, Face.USERS);

  private final String tensor;
  private final Datatype datatype;
  private final Face face;

  Input(String tensor, Datatype datatype, Face face) {
    this.tensor = tensor;
    this.datatype = datatype;
    this.face = face;
  }

  static Optional<Input> of(String tensor) {
    return Stream.of(values()).filter(input -> input.tensor.equals(tensor)).findFirst();
  }

  /** Returns the name of the tensor. */
  public String tensor() {
    return tensor;
  }

  /** Returns the type of its elements. */
  public Datatype datatype() {
    return datatype;
  }

  /** Returns the face that it belongs to. */
  public Face face() {
    return face;
  }
}
