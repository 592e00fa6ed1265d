package io.autorec.bench.serve;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.model.RowEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime alone, on the processor, in this process: the graph that a kind of call needs, with
 * the threads that the server gives it unless told otherwise. Input and output stay in place; only
 * the scores are fetched.
 */
final class GraphAlone implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final List<Row> rows;
  private final int width;
  private final int scores;
  private final boolean byUser;

  private GraphAlone(OrtSession session, ModelVersion model, List<Row> rows, boolean byUser) {
    this.session = session;
    this.rows = rows;
    this.width = model.metadata().width();
    this.scores = byUser ? model.metadata().items().size() : width;
    this.byUser = byUser;
  }

  /** Opens the graph that answers a kind of call. */
  static GraphAlone open(Kind kind, ModelVersion model, List<Row> rows) throws OrtException {
    boolean byUser =
        kind == Kind.RECOMMEND_USER && model.metadata().orientation() == Orientation.ITEM;
    String file = byUser ? ModelFormat.USER_SCORES_FILE : ModelFormat.MODEL_FILE;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      OrtSession session =
          OrtEnvironment.getEnvironment()
              .createSession(model.folder().resolve(file).toString(), options);
      return new GraphAlone(session, model, rows, byUser);
    }
  }

  /** Runs one batch over and over; each run counts as a call of the tally. */
  Timed measure(int batch, Duration warmUp, Duration length) throws OrtException {
    FloatBuffer output = bytes(batch * scores * Float.BYTES).asFloatBuffer();
    try (OnnxTensor in = input(batch);
        OnnxTensor out = OnnxTensor.createTensor(environment, output, new long[] {batch, scores})) {
      Map<String, OnnxTensor> inputs =
          Map.of(byUser ? ModelFormat.USERS_INPUT : ModelFormat.RATINGS_INPUT, in);
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

  private OnnxTensor input(int batch) throws OrtException {
    if (byUser) {
      LongBuffer users = bytes(batch * Long.BYTES).asLongBuffer();
      for (int i = 0; i < batch; i++) {
        users.put(i, row(i).position());
      }
      return OnnxTensor.createTensor(environment, users, new long[] {batch});
    }
    FloatBuffer ratings = bytes(batch * width * Float.BYTES).asFloatBuffer();
    RowEncoding.clear(ratings);
    for (int i = 0; i < batch; i++) {
      Row row = row(i);
      for (int j = 0; j < row.columns().length; j++) {
        RowEncoding.observe(ratings, i, width, row.columns()[j], row.ratings()[j]);
      }
    }
    return OnnxTensor.createTensor(environment, ratings, new long[] {batch, width});
  }

  private Row row(int number) {
    return rows.get(number % rows.size());
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
