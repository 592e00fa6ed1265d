package io.autorec.trainer.publish;

import io.autorec.model.ModelFormat;
import io.autorec.trainer.export.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** Writes the graphs of a version, and the weights of a large one into a file of their own. */
public final class GraphFiles {
  /**
   * The most bytes of weights within a graph. A small version has few files, each of which a reader
   * holds in memory. Of a large one, ONNX Runtime maps the weights.
   */
  public static final long MOST_BYTES_WITHIN = 256L << 20;

  private final VersionFolder folder;
  private final Map<String, String> digests;
  private final long mostBytesWithin;

  /**
   * Prepares the files of a version.
   *
   * @param digests takes the digest of each file, by name
   */
  public GraphFiles(VersionFolder folder, Map<String, String> digests) {
    this(folder, digests, MOST_BYTES_WITHIN);
  }

  /** Keeps no more than some bytes of weights within a graph. */
  GraphFiles(VersionFolder folder, Map<String, String> digests, long mostBytesWithin) {
    this.folder = folder;
    this.digests = digests;
    this.mostBytesWithin = mostBytesWithin;
  }

  /** Writes a graph with its weights. */
  public void write(String name, OnnxGraph graph) throws IOException {
    writeWeights(name, graph);
    digests.put(name, writeGraph(name, graph));
  }

  /**
   * Writes the weights of a graph if it is large. The {@value ModelFormat#MODEL_FILE} itself is
   * written later, since it holds their digest.
   */
  public void writeWeights(String name, OnnxGraph graph) throws IOException {
    String weights = ModelFormat.weightsFile(name);
    if (graph.weightsBytes() > mostBytesWithin) {
      digests.put(weights, folder.write(weights, graph::writeWeights));
    } else {
      // Those of a graph with wider weights, before.
      digests.remove(weights);
      Files.deleteIfExists(folder.file(weights));
    }
  }

  /** Writes a graph, whose weights are written; returns its SHA-256 in lower-case hexadecimal. */
  public String writeGraph(String name, OnnxGraph graph) throws IOException {
    String weights = ModelFormat.weightsFile(name);
    return folder.write(
        name,
        digests.containsKey(weights)
            ? out -> graph.writeWithoutWeights(out, weights)
            : graph::writeTo);
  }
}
