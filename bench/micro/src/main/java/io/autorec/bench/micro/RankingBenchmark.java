package io.autorec.bench.micro;

import ai.onnxruntime.OrtException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The best items of a batch of 32 rows of scores: in Java as the server does it, and in a graph.
 */
public class RankingBenchmark extends MicroBenchmark {
  private static final int BATCH = 32;
  private static final int RATED = 150;
  private static final int CANDIDATES = 100;

  /** The place of the ranking: Java, or the graph. */
  public enum Way {
    /** All items but the rated ones, by the server's heap. */
    JAVA,
    /** The same by a mask and TopK. */
    GRAPH,
    /** All items, with no mask: TopK alone. */
    GRAPH_UNMASKED,
    /** 100 candidates, by the server's heap. */
    JAVA_CANDIDATES,
    /** The same by GatherElements and TopK. */
    GRAPH_CANDIDATES
  }

  /** Items. */
  @Param({"3706", "20000", "60000"})
  int n;

  /** The length of a list. */
  @Param({"10", "100"})
  int topN;

  /** Of ONNX Runtime; Java ranks on one in any case. */
  @Param({"1", "2"})
  int threads;

  /** The way. */
  @Param Way way = Way.JAVA;

  private Ranking ranking;

  /** Draws scores and rated items. */
  @Setup
  public void open() throws OrtException {
    ranking = open(way, BATCH, n, topN, threads);
  }

  static Ranking open(Way way, int batch, int n, int topN, int threads) throws OrtException {
    float[] scores = RatedItems.noise(batch * n);
    int[][] rated = RatedItems.draw(batch, n, RATED);
    int[][] candidates = RatedItems.draw(batch, n, CANDIDATES);
    return switch (way) {
      case JAVA -> JavaRanking.ofAll(scores, rated, topN);
      case GRAPH -> GraphRanking.ofAll(scores, rated, topN, threads);
      case GRAPH_UNMASKED -> GraphRanking.unmasked(scores, batch, topN, threads);
      case JAVA_CANDIDATES -> JavaRanking.ofCandidates(scores, candidates, topN);
      case GRAPH_CANDIDATES -> GraphRanking.ofCandidates(scores, candidates, topN, threads);
    };
  }

  /** One batch. */
  @Benchmark
  public int[][] batch() throws OrtException {
    return ranking.rank();
  }

  /** Frees the graph. */
  @TearDown
  public void close() throws OrtException {
    ranking.close();
  }
}
