package io.autorec.server.request.infer;

import io.autorec.model.ModelFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The outputs of models. */
public enum Output {
  /** Predicted ratings [n, width], clipped to the scale. */
  RECONSTRUCTION(ModelFormat.RECONSTRUCTION_OUTPUT, Datatype.FP32, Face.ROWS),
  /** The same before clipping. */
  SCORES(ModelFormat.SCORES_OUTPUT, Datatype.FP32, Face.ROWS),
  /** The recommended items [n, top_n], the best first; empty after the last. */
  ITEM_ID("item_id", Datatype.BYTES, Face.USERS),
  /** What they are ranked by [n, top_n]; NaN after the last. */
  SCORE("score", Datatype.FP32, Face.USERS);

  private final String tensor;
  private final Datatype datatype;
  private final Face face;

  Output(String tensor, Datatype datatype, Face face) {
    this.tensor = tensor;
    this.datatype = datatype;
    this.face = face;
  }

  static Optional<Output> of(String tensor) {
    return Stream.of(values()).filter(output -> output.tensor.equals(tensor)).findFirst();
  }

  static List<Output> of(Face face) {
    return Stream.of(values()).filter(output -> output.face == face).toList();
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
