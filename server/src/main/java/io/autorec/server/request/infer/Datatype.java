package io.autorec.server.request.infer;

import io.autorec.inference.DataType;
import io.autorec.inference.InferTensorContents;

/** The types of tensors that models have. The names are those of the protocol. */
public enum Datatype {
  FP32(DataType.TYPE_FP32, "fp32_contents"),
  INT32(DataType.TYPE_INT32, "int_contents"),
  BYTES(DataType.TYPE_STRING, "bytes_contents");

  /** The bytes of an element of the types that have a fixed size, and of the length of others. */
  static final int ELEMENT_BYTES = 4;

  private final DataType configured;
  private final String field;

  Datatype(DataType configured, String field) {
    this.configured = configured;
    this.field = field;
  }

  /** Returns the type in the configuration of a model. */
  public DataType configured() {
    return configured;
  }

  /** Returns the field of typed contents that holds elements of the type. */
  String field() {
    return field;
  }

  /** Returns the number of elements of the type in typed contents. */
  int count(InferTensorContents contents) {
    return switch (this) {
      case FP32 -> contents.getFp32ContentsCount();
      case INT32 -> contents.getIntContentsCount();
      case BYTES -> contents.getBytesContentsCount();
    };
  }
}
