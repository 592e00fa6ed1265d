package io.autorec.trainer.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

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
    private long inlineBytes() {
      return head.getSerializedSize() + field(TensorProto.RAW_DATA_FIELD_NUMBER, values.bytes());
    }

    private TensorProto inFile(String file, long offset) {
      return head.toBuilder()
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(entry("location", file))
          .addExternalData(entry("offset", "" + offset))
          .addExternalData(entry("length", "" + values.bytes()))
          .build();
    }
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
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

  /** The same graph with {@code metadata_props}. */
  public OnnxGraph with(Map<String, String> metadata) {
    ModelProto.Builder described = model.toBuilder();
    metadata.forEach((key, value) -> described.addMetadataProps(entry(key, value)));
    return new OnnxGraph(described.build(), graph, matrices);
  }

  /** The bytes of the matrices. */
  public long weightsBytes() {
    return matrices.stream().mapToLong(matrix -> matrix.values().bytes()).sum();
  }

  /**
   * Writes the model as an {@code onnx.ModelProto}. Fields of a message may come in any order, so
   * the matrices follow the rest of the graph.
   */
  public void writeTo(OutputStream out) throws IOException {
    model.writeTo(out);
    long bytes = graph.getSerializedSize();
    for (Matrix matrix : matrices) {
      bytes += field(GraphProto.INITIALIZER_FIELD_NUMBER, matrix.inlineBytes());
    }
    begin(out, ModelProto.GRAPH_FIELD_NUMBER, bytes);
    graph.writeTo(out);
    for (Matrix matrix : matrices) {
      begin(out, GraphProto.INITIALIZER_FIELD_NUMBER, matrix.inlineBytes());
      matrix.head().writeTo(out);
      begin(out, TensorProto.RAW_DATA_FIELD_NUMBER, matrix.values().bytes());
      matrix.values().writeTo(out);
    }
  }

  /**
   * Writes the model without its matrices, which {@link #writeWeights} writes.
   *
   * @param file the name of the file beside it that holds them
   */
  public void writeWithoutWeights(OutputStream out, String file) throws IOException {
    GraphProto.Builder whole = graph.toBuilder();
    long offset = 0;
    for (Matrix matrix : matrices) {
      whole.addInitializer(matrix.inFile(file, offset));
      offset += matrix.values().bytes();
    }
    model.toBuilder().setGraph(whole).build().writeTo(out);
  }

  /** Writes the matrices alone, one after the other. */
  public void writeWeights(OutputStream out) throws IOException {
    for (Matrix matrix : matrices) {
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
