package io.autorec.model.graph;

import java.util.Optional;

/** The types of a graph's values, by their numbers in onnx.proto. */
enum ElementType {
  FLOAT(1, Float.BYTES),
  UINT8(2, Byte.BYTES),
  INT8(3, Byte.BYTES),
  INT32(6, Integer.BYTES),
  INT64(7, Long.BYTES),
  BOOL(9, Byte.BYTES);

  private final long number;
  private final int bytes;

  ElementType(long number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /** Bytes of an element. */
  int bytes() {
    return bytes;
  }

  static Optional<ElementType> of(long number) {
    for (ElementType type : values()) {
      if (type.number == number) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
