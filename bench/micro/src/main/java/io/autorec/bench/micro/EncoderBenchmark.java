package io.autorec.bench.micro;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Rows of 150 ratings to 500 hidden units: over whole rows, and over the rated items alone. */
public class EncoderBenchmark extends MicroBenchmark {
  private static final int UNITS = 500;
  private static final int RATED = 150;

  /** The ways to encode rows. */
  public enum Way {
    /** MatMul of whole rows, with 0 for no rating. */
    DENSE,
    /** The same after the graph has made NaN 0. */
    DENSE_FROM_NAN,
    /** The same over the columns that some row has rated. */
    OBSERVED_COLUMNS,
    /** Gather, Mul, ReduceSum. */
    GATHER_REDUCE_SUM,
    /** Gather, MatMul. */
    GATHER_MAT_MUL,
    /** A Java loop, which is no graph. */
    JAVA
  }

  /** Items. */
  @Param({"3706", "20000", "60000"})
  int n;

  /** Rows. */
  @Param({"1", "32"})
  int batch;

  /** Of ONNX Runtime; Java adds up on one in any case. */
  @Param({"1", "2"})
  int threads;

  /** The way. */
  @Param Way way = Way.JAVA;

  private Encoder encoder;

  /** Draws weights and rated items. */
  @Setup
  public void open() throws OrtException {
    encoder = open(way, batch, n, UNITS, threads);
  }

  static Encoder open(Way way, int batch, int n, int units, int threads) throws OrtException {
    float[] matrix = RatedItems.noise(n * units);
    int[][] rated = RatedItems.draw(batch, n, RATED);
    return switch (way) {
      case DENSE -> GraphEncoder.dense(rated, matrix, units, threads);
      case DENSE_FROM_NAN -> GraphEncoder.denseFromNan(rated, matrix, units, threads);
      case OBSERVED_COLUMNS -> GraphEncoder.observedColumns(rated, matrix, units, threads);
      case GATHER_REDUCE_SUM -> GraphEncoder.gatherReduceSum(rated, matrix, units, threads);
      case GATHER_MAT_MUL -> GraphEncoder.gatherMatMul(rated, matrix, units, threads);
      case JAVA -> new JavaEncoder(rated, matrix, units);
    };
  }

  /** One batch. */
  @Benchmark
  public FloatBuffer batch() throws OrtException {
    return encoder.encode();
  }

  /** Frees the graph. */
  @TearDown
  public void close() throws OrtException {
    encoder.close();
  }
}
