package io.autorec.trainer.export;

/** The type in which a graph keeps its matrices. */
public enum WeightType {
  /** The weights as they were trained. */
  FLOAT32,
  /** Weights in a quarter of the memory, multiplied as integers. */
  INT8
}
