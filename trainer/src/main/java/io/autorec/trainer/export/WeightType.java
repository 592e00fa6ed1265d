package io.autorec.trainer.export;

/** The type in which a graph keeps its matrices. */
public enum WeightType {
  /** As they were trained. */
  FLOAT32,
  /** In a quarter of the memory, and multiplied as integers. */
  INT8
}
