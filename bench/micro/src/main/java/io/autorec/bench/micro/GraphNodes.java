package io.autorec.bench.micro;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A small ONNX graph, node by node, in the operator set of the trainer's graphs. */
final class GraphNodes {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder().setName("micro");

  /** An input [batch, dims]. */
  GraphNodes input(String name, DataType type, long... dims) {
    graph.addInput(value(name, type, dims));
    return this;
  }

  /** An output [batch, dims]. */
  GraphNodes output(String name, DataType type, long... dims) {
    graph.addOutput(value(name, type, dims));
    return this;
  }

  GraphNodes floats(String name, float[] values, long... dims) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return initializer(name, DataType.FLOAT, bytes, dims);
  }

  GraphNodes longs(String name, long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, value);
    return initializer(name, DataType.INT64, bytes, 1);
  }

  private GraphNodes initializer(String name, DataType type, ByteBuffer bytes, long... dims) {
    ByteString data = UnsafeByteOperations.unsafeWrap(bytes);
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(data);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    graph.addInitializer(tensor);
    return this;
  }

  GraphNodes node(String operator, List<String> inputs, String... outputs) {
    return node(operator, List.of(), inputs, outputs);
  }

  GraphNodes node(
      String operator, List<Attribute> attributes, List<String> inputs, String... outputs) {
    OnnxMl.NodeProto.Builder node =
        OnnxMl.NodeProto.newBuilder()
            .setOpType(operator)
            .setName(operator + "_" + outputs[0])
            .addAllInput(inputs)
            .addAllOutput(List.of(outputs));
    for (Attribute attribute : attributes) {
      node.addAttribute(attribute(attribute));
    }
    graph.addNode(node);
    return this;
  }

  private static OnnxMl.AttributeProto.Builder attribute(Attribute attribute) {
    OnnxMl.AttributeProto.Builder proto =
        OnnxMl.AttributeProto.newBuilder().setName(attribute.name);
    return attribute.name.equals("axes")
        ? proto.setType(OnnxMl.AttributeProto.AttributeType.INTS).addInts(attribute.value)
        : proto.setType(OnnxMl.AttributeProto.AttributeType.INT).setI(attribute.value);
  }

  /** The model file. */
  byte[] bytes() {
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static OnnxMl.ValueInfoProto value(String name, DataType type, long... dims) {
    OnnxMl.TensorShapeProto.Builder shape =
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    for (long dim : dims) {
      shape.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(shape)))
        .build();
  }

  /** A whole number that a node is told. */
  record Attribute(String name, long value) {}
}
