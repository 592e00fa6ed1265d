package io.autorec.bench.serve;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.autorec.bench.load.Kind;
import io.autorec.bench.load.ModelVersion;
import io.autorec.bench.load.RatedRow;
import io.autorec.foldin.FoldIn;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.Orientation;
import io.autorec.model.RowEncoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * The graph that a kind of call runs, and its input.
 *
 * @param file the graph, in the version's folder
 * @param input its input's name
 * @param scores how many it gives for a row
 * @param batches makes inputs
 */
record Feed(String file, String input, int scores, Batches batches) {
  /** Makes an input of so many rows. */
  interface Batches {
    OnnxTensor of(int batch) throws OrtException;
  }

  /** The graph that the server runs for a kind of call about some rows. */
  static Feed of(Kind kind, ModelVersion model, List<RatedRow> rows)
      throws IOException, ModelFormatException {
    boolean itemBased = model.metadata().orientation() == Orientation.ITEM;
    int items = model.metadata().items().size();
    if (kind == Kind.RECOMMEND_USER && itemBased) {
      return new Feed(
          ModelFormat.USER_SCORES_FILE,
          ModelFormat.USERS_INPUT,
          items,
          batch -> users(rows, batch));
    }
    if (kind == Kind.RECOMMEND_RATINGS && itemBased) {
      FoldIn foldIn = model.foldIn();
      return new Feed(
          ModelFormat.FOLD_IN_SCORES_FILE,
          ModelFormat.COLUMNS_INPUT,
          items,
          batch -> columns(foldIn, rows, batch));
    }
    int width = model.metadata().width();
    return new Feed(
        ModelFormat.MODEL_FILE,
        ModelFormat.RATINGS_INPUT,
        width,
        batch -> ratings(width, rows, batch));
  }

  private static OnnxTensor users(List<RatedRow> rows, int batch) throws OrtException {
    LongBuffer users = bytes(batch * Long.BYTES).asLongBuffer();
    for (int i = 0; i < batch; i++) {
      users.put(i, row(rows, i).position());
    }
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), users, new long[] {batch});
  }

  private static OnnxTensor columns(FoldIn foldIn, List<RatedRow> rows, int batch)
      throws OrtException {
    int length = foldIn.features() + 1;
    FloatBuffer columns = bytes(batch * length * Float.BYTES).asFloatBuffer();
    for (int i = 0; i < batch; i++) {
      RatedRow row = row(rows, i);
      columns.put(i * length, foldIn.fit(row.columns(), row.ratings()), 0, length);
    }
    return tensor(columns, batch, length);
  }

  private static OnnxTensor ratings(int width, List<RatedRow> rows, int batch) throws OrtException {
    FloatBuffer ratings = bytes(batch * width * Float.BYTES).asFloatBuffer();
    RowEncoding.clear(ratings);
    for (int i = 0; i < batch; i++) {
      RatedRow row = row(rows, i);
      for (int j = 0; j < row.columns().length; j++) {
        RowEncoding.observe(ratings, i, width, row.columns()[j], row.ratings()[j]);
      }
    }
    return tensor(ratings, batch, width);
  }

  private static OnnxTensor tensor(FloatBuffer values, int rows, int width) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), values, new long[] {rows, width});
  }

  private static RatedRow row(List<RatedRow> rows, int number) {
    return rows.get(number % rows.size());
  }

  /** A buffer that ONNX Runtime takes without a copy. */
  static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }
}
