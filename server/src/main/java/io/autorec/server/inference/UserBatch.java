package io.autorec.server.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.autorec.model.ModelFormat;
import java.nio.LongBuffer;

/** Known users of an item-based model, whose scores of all items are asked for. */
public final class UserBatch extends ScoreBatch {
  private final LongBuffer users;

  /** The first run is of the last user: a graph that has fewer is found out by it. */
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
