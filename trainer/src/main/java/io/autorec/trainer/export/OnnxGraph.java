package io.autorec.trainer.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A finished ONNX model. Its matrices become bytes while it is written, so that it takes hardly any
 * memory beside the weights.
 */
public final class OnnxGraph {
  private final ModelProto model;
  private final GraphProto graph;
  private final List<Matrix> matrices;

  /**
   * A matrix among the graph's constants.
   *
   * @param head its name, type and dimensions
   */
  record Matrix(TensorProto head, FloatMatrix values) {
    private long bytes() {
      return head.getSerializedSize() + field(TensorProto.RAW_DATA_FIELD_NUMBER, values.bytes());
    }
  }

  /**
   * Puts a model together.
   *
   * @param model all but the graph
   * @param graph all but the matrices
   */
  OnnxGraph(ModelProto model, GraphProto graph, List<Matrix> matrices) {
    this.model = model;
    this.graph = graph;
    this.matrices = List.copyOf(matrices);
  }

  /** The bytes of a field of that many bytes, with its number and length. */
  private static long field(int number, long bytes) {
    return CodedOutputStream.computeTagSize(number)
        + CodedOutputStream.computeUInt64SizeNoTag(bytes)
        + bytes;
  }

  /**
   * Writes the model as an {@code onnx.ModelProto}. Fields of a message may come in any order, so
   * the matrices follow the rest of the graph.
   */
  public void writeTo(OutputStream out) throws IOException {
    model.writeTo(out);
    long bytes = graph.getSerializedSize();
    for (Matrix matrix : matrices) {
      bytes += field(GraphProto.INITIALIZER_FIELD_NUMBER, matrix.bytes());
    }
    begin(out, ModelProto.GRAPH_FIELD_NUMBER, bytes);
    graph.writeTo(out);
    for (Matrix matrix : matrices) {
      begin(out, GraphProto.INITIALIZER_FIELD_NUMBER, matrix.bytes());
      matrix.head().writeTo(out);
      begin(out, TensorProto.RAW_DATA_FIELD_NUMBER, matrix.values().bytes());
      matrix.values().writeTo(out);
    }
  }

  private static void begin(OutputStream out, int number, long bytes) throws IOException {
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    coded.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    coded.writeUInt64NoTag(bytes);
    coded.flush();
  }

  /** The bytes of the model, for a small one. */
  public byte[] toByteArray() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
