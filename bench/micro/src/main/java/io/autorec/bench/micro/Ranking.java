package io.autorec.bench.micro;

import ai.onnxruntime.OrtException;

/** A way to choose the best items of each row of a batch of scores. */
interface Ranking extends AutoCloseable {
  /** The positions of the best of each row, best first. */
  int[][] rank() throws OrtException;

  @Override
  void close() throws OrtException;
}
