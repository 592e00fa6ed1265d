package io.autorec.server.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.autorec.model.ModelFormat;
import java.nio.LongBuffer;

/** A batch of known users of an item-based model. The graph scores all items for each. */
public final class UserBatch extends ScoreBatch {
  private final LongBuffer users;

  /** Makes a batch whose first run is for the last user, so that a graph with fewer users fails. */
  UserBatch(Graph graph, int known, int items, int maxRows) {
    super(graph, ModelFormat.USERS_INPUT, items, maxRows);
    this.users = Graph.allocate(maxRows, Long.BYTES).asLongBuffer();
    users.put(0, known - 1L);
  }

  /** The input, [maxRows]: positions of users. */
  public LongBuffer users() {
    return users;
  }

  @Override
  OnnxTensor input(int count) throws OrtException {
    return OnnxTensor.createTensor(Graph.environment(), users.slice(0, count), new long[] {count});
  }
}
