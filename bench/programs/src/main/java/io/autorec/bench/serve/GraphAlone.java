package io.autorec.bench.serve;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.autorec.bench.load.Tally;
import io.autorec.bench.load.Timed;
import io.autorec.model.ModelFormat;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * ONNX Runtime alone, on the processor, in this process, with the threads that the server gives it
 * unless told otherwise. Input and output stay in place; only the scores are fetched.
 */
final class GraphAlone implements AutoCloseable {
  private final OrtSession session;
  private final Feed feed;

  private GraphAlone(OrtSession session, Feed feed) {
    this.session = session;
    this.feed = feed;
  }

  /**
   * Opens a graph.
   *
   * @param folder of the version
   */
  static GraphAlone open(Path folder, Feed feed) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      String file = folder.resolve(feed.file()).toString();
      return new GraphAlone(OrtEnvironment.getEnvironment().createSession(file, options), feed);
    }
  }

  /** Runs one batch over and over; each run counts as a call of the tally. */
  Timed measure(int batch, Duration warmUp, Duration length) throws OrtException {
    FloatBuffer output = Feed.bytes(batch * feed.scores() * Float.BYTES).asFloatBuffer();
    try (OnnxTensor in = feed.batches().of(batch);
        OnnxTensor out =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), output, new long[] {batch, feed.scores()})) {
      Map<String, OnnxTensor> inputs = Map.of(feed.input(), in);
      Map<String, OnnxTensor> outputs = Map.of(ModelFormat.SCORES_OUTPUT, out);
      Timed unused = run(inputs, outputs, warmUp);
      return run(inputs, outputs, length);
    }
  }

  private Timed run(
      Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs, Duration length)
      throws OrtException {
    Tally tally = new Tally();
    long start = System.nanoTime();
    long now = start;
    while (now - start < length.toNanos()) {
      session.run(inputs, outputs).close();
      long end = System.nanoTime();
      tally.succeed(end - now);
      now = end;
    }
    return new Timed(tally, (now - start) / 1e9);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
