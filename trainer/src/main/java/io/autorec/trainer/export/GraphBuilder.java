package io.autorec.trainer.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An ONNX graph, node by node. Each method adds one node and returns the name of its output. */
public final class GraphBuilder {
  private static final int IR_VERSION = 8;

  /** The operator set that the graphs are written in. */
  static final int OPSET = 17;

  private final GraphProto.Builder graph;
  private final List<OnnxGraph.Matrix> matrices = new ArrayList<>();
  private int nodes;

  /** Begins an empty graph. */
  public GraphBuilder(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  /** Adds an input [batch, width], or [batch] where the width is 0. */
  public void input(String name, DataType type, long width) {
    graph.addInput(valueInfo(name, type, width));
  }

  /** Names a value as an output of the graph. */
  public void output(String value, String name, long width) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Identity")
            .setName(name + "_output")
            .addInput(value)
            .addOutput(name));
    graph.addOutput(valueInfo(name, DataType.FLOAT, width));
  }

  String constant(String name, float[] values, long... dims) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return initializer(name, DataType.FLOAT, bytes, dims);
  }

  /** A matrix, whose numbers are read when the graph is written. */
  String constant(String name, FloatMatrix values) {
    TensorProto head =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.FLOAT.getNumber())
            .addDims(values.rows())
            .addDims(values.columns())
            .build();
    matrices.add(new OnnxGraph.Matrix(head, values));
    return name;
  }

  String constant(String name, double value) {
    return constant(name, new float[] {(float) value});
  }

  String constant(String name, long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, value);
    return initializer(name, DataType.INT64, bytes, 1);
  }

  /** Signed bytes. */
  String constant(String name, byte[] values, long... dims) {
    return initializer(name, DataType.INT8, ByteBuffer.wrap(values), dims);
  }

  /** An unsigned byte, as a scalar. */
  String constant(String name, byte value) {
    return initializer(name, DataType.UINT8, ByteBuffer.wrap(new byte[] {value}));
  }

  private String initializer(String name, DataType type, ByteBuffer bytes, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(UnsafeByteOperations.unsafeWrap(bytes.rewind()));
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** A value times a factor. */
  String times(String value, double factor) {
    return factor == 1 ? value : node("Mul", value, constant(value + "_factor", factor));
  }

  /** A value plus a term. */
  String plus(String value, double term) {
    return term == 0 ? value : node("Add", value, constant(value + "_term", term));
  }

  String node(String operator, String... inputs) {
    return node(operator, Map.of(), inputs);
  }

  /** A value in another type. */
  String cast(String value, DataType type) {
    return node("Cast", Map.of("to", (long) type.getNumber()), value);
  }

  /**
   * Adds a node.
   *
   * @param attributes by name: whole numbers (Long) or lists of them (long[])
   */
  String node(String operator, Map<String, Object> attributes, String... inputs) {
    String name = operator.toLowerCase(Locale.ROOT) + "_" + ++nodes;
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addAllInput(List.of(inputs))
            .addOutput(name);
    attributes.forEach((key, value) -> node.addAttribute(attribute(key, value)));
    graph.addNode(node);
    return name;
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof long[] numbers) {
      attribute.setType(AttributeType.INTS);
      for (long number : numbers) {
        attribute.addInts(number);
      }
      return attribute.build();
    }
    return attribute.setType(AttributeType.INT).setI((Long) value).build();
  }

  /** The finished model. */
  public OnnxGraph build(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("autorec")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET));
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return new OnnxGraph(model.build(), graph.build(), matrices);
  }

  private static ValueInfoProto valueInfo(String name, DataType type, long width) {
    ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
    TypeProto.Tensor.Builder tensor = info.getTypeBuilder().getTensorTypeBuilder();
    tensor.setElemType(type.getNumber()).getShapeBuilder().addDimBuilder().setDimParam("batch");
    if (width > 0) {
      tensor.getShapeBuilder().addDimBuilder().setDimValue(width);
    }
    return info.build();
  }
}
