package io.autorec.bench.micro;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;

/** A way to the hidden units' sums of a batch of rows. */
interface Encoder extends AutoCloseable {
  /** The sums, [batch, units]. */
  FloatBuffer encode() throws OrtException;

  @Override
  void close() throws OrtException;
}
