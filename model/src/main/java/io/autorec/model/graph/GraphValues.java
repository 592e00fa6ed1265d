package io.autorec.model.graph;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType.BOOL;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.FLOAT;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.INT32;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.INT64;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.INT8;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.UINT8;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Works out the type and the shape of each value of a graph. A model may have only the operators
 * listed here, with these types: those that the exporter writes. ONNX Runtime allows other types
 * for some of them, but its division of whole numbers by zero ends the process.
 */
final class GraphValues {
  /** The one attribute that a node may have, by operator; no other operator has any. */
  private static final Map<String, String> ATTRIBUTES = Map.of("Cast", "to", "ReduceMax", "axes");

  private final String file;
  private final Map<String, Value> values = new HashMap<>();

  GraphValues(String file) {
    this.file = file;
  }

  /**
   * A value in a run of one row.
   *
   * @param type of its elements
   * @param rank number of dimensions
   * @param tall true if the last dimension but one may be larger than 1
   * @param wide true if the last dimension may be larger than 1
   */
  private record Value(DataType type, int rank, boolean tall, boolean wide) {
    Value broadcast(Value other) {
      return new Value(type, Math.max(rank, other.rank), tall || other.tall, wide || other.wide);
    }
  }

  /**
   * Adds a constant.
   *
   * @param numbers its content
   * @throws ModelFormatException if it has more or fewer numbers than its shape says, or one is not
   *     finite
   */
  void add(TensorProto constant, ByteBuffer numbers) throws ModelFormatException {
    add(constant, numbers.remaining());
    if (constant.getDataType() == FLOAT.getNumber()) {
      requireFinite(constant, numbers.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    }
  }

  /**
   * Adds a constant whose numbers are elsewhere.
   *
   * @param size the bytes of its numbers
   * @throws ModelFormatException if its shape says more or fewer
   */
  void add(TensorProto constant, long size) throws ModelFormatException {
    DataType type = DataType.forNumber(constant.getDataType());
    int bytes = type == null ? 0 : bytes(type);
    if (bytes == 0) {
      throw refused(constant, "of type " + constant.getDataType(), "float, uint8, int8 or int64");
    }
    List<Long> shape = constant.getDimsList();
    int rank = shape.size();
    if (rank > 2) {
      throw refused(constant, "with " + rank + " dimensions", "at most 2");
    }
    long elements = 1;
    for (long dimension : shape) {
      if (dimension < 1 || dimension > size / elements) {
        throw refused(constant, "of shape " + shape, "no more than the " + size + " bytes hold");
      }
      elements *= dimension;
    }
    if (size % bytes != 0 || size / bytes != elements) {
      throw refused(constant, "of shape " + shape + " in " + size + " bytes", bytes + " for each");
    }
    boolean tall = rank == 2 && shape.get(0) > 1;
    add(constant.getName(), new Value(type, rank, tall, rank > 0 && shape.get(rank - 1) > 1));
  }

  /** Bytes of a number; 0 for a type that no constant has. */
  private static int bytes(DataType type) {
    return switch (type) {
      case FLOAT -> Float.BYTES;
      case INT64 -> Long.BYTES;
      case INT8, UINT8 -> Byte.BYTES;
      default -> 0;
    };
  }

  private void requireFinite(TensorProto constant, FloatBuffer numbers)
      throws ModelFormatException {
    for (int i = 0; i < numbers.limit(); i++) {
      if (!Float.isFinite(numbers.get(i))) {
        throw refused(constant, "is " + numbers.get(i) + " at position " + i, "finite numbers");
      }
    }
  }

  /** Adds an input. Whoever opens the graph compares its type and width with the model's. */
  void addInput(String name) throws ModelFormatException {
    switch (name) {
      case ModelFormat.RATINGS_INPUT, ModelFormat.COLUMNS_INPUT ->
          add(name, new Value(FLOAT, 2, false, true));
      case ModelFormat.USERS_INPUT -> add(name, new Value(INT64, 1, false, false));
      default ->
          throw new ModelFormatException(
              "%s: input \"%s\" (expected: %s, %s or %s)"
                  .formatted(
                      file,
                      name,
                      ModelFormat.RATINGS_INPUT,
                      ModelFormat.USERS_INPUT,
                      ModelFormat.COLUMNS_INPUT));
    }
  }

  /**
   * Adds the output of a node, whose inputs were added before.
   *
   * @throws ModelFormatException if no model has such a node, or its output is larger than a vector
   *     for each row
   */
  void add(NodeProto node) throws ModelFormatException {
    List<Value> inputs = new ArrayList<>();
    for (String name : node.getInputList()) {
      Value input = values.get(name);
      if (input == null) {
        throw new ModelFormatException(
            file + ": value \"" + name + "\": not made yet (expected: nodes in order)");
      }
      inputs.add(input);
    }
    if (node.getOutputCount() != 1) {
      throw refused(node, "with " + node.getOutputCount() + " outputs", "1");
    }
    String allowed = ATTRIBUTES.get(node.getOpType());
    if (node.getAttributeCount() > 0
        && (node.getAttributeCount() > 1 || !node.getAttribute(0).getName().equals(allowed))) {
      String first = node.getAttribute(0).getName();
      throw refused(node, "with attribute \"" + first + "\"", allowed + " alone");
    }
    List<DataType> found = inputs.stream().map(Value::type).toList();
    List<DataType> types = types(node, found);
    if (!found.equals(types)) {
      throw refused(node, "of " + found, "of " + types);
    }
    Value made = made(node, inputs);
    if (made.rank > 2 || (made.tall && made.wide)) {
      throw refused(node, "makes a matrix for each row", "a vector");
    }
    add(node.getOutput(0), made);
  }

  private void add(String name, Value value) throws ModelFormatException {
    if (values.putIfAbsent(name, value) != null) {
      throw new ModelFormatException(
          file + ": value \"" + name + "\": made twice (expected: once)");
    }
  }

  /** The types of the inputs that an operator is given in a model. */
  private List<DataType> types(NodeProto node, List<DataType> found) throws ModelFormatException {
    return switch (node.getOpType()) {
      case "Abs", "Elu", "IsNaN", "ReduceMax", "Relu", "Round", "Selu", "Sigmoid", "Tanh" ->
          List.of(FLOAT);
      case "Add", "Div", "Equal", "MatMul", "Max", "Mul", "Pow", "Sub" -> List.of(FLOAT, FLOAT);
      case "Cast", "Identity" -> found.size() == 1 ? found : List.of(FLOAT);
      case "Clip" -> List.of(FLOAT, FLOAT, FLOAT);
      case "Gather", "ReduceSum", "Unsqueeze" -> List.of(FLOAT, INT64);
      case "MatMulInteger" -> List.of(UINT8, INT8, UINT8);
      case "Not" -> List.of(BOOL);
      case "Or" -> List.of(BOOL, BOOL);
      case "Slice" -> List.of(FLOAT, INT64, INT64, INT64);
      case "Where" -> List.of(BOOL, FLOAT, FLOAT);
      default -> throw refused(node, "", "an operator that autorec-trainer writes");
    };
  }

  private Value made(NodeProto node, List<Value> inputs) throws ModelFormatException {
    Value first = inputs.get(0);
    Value last = inputs.get(inputs.size() - 1);
    Value all = inputs.stream().reduce(first, Value::broadcast);
    return switch (node.getOpType()) {
      case "Equal", "IsNaN" -> new Value(BOOL, all.rank, all.tall, all.wide);
      case "Where" -> new Value(FLOAT, all.rank, all.tall, all.wide);
      case "Cast" -> new Value(castType(node), first.rank, first.tall, first.wide);
      case "Gather" ->
          first.rank == 1
              ? new Value(FLOAT, last.rank, last.tall, last.wide)
              : new Value(FLOAT, last.rank + first.rank - 1, last.wide, first.wide);
      case "MatMul", "MatMulInteger" -> product(node, first, inputs.get(1));
      // The axes do not matter: what is left is no larger.
      case "ReduceMax", "ReduceSum", "Slice" -> first;
      // The new axis may be any, so that what is large may be so in either direction.
      case "Unsqueeze" ->
          new Value(FLOAT, first.rank + 1, first.tall || first.wide, first.tall || first.wide);
      default -> all;
    };
  }

  private DataType castType(NodeProto node) throws ModelFormatException {
    long type = node.getAttributeCount() == 0 ? 0 : node.getAttribute(0).getI();
    if (type == FLOAT.getNumber() || type == UINT8.getNumber()) {
      return type == FLOAT.getNumber() ? FLOAT : UINT8;
    }
    throw refused(node, "to type " + type, "float or uint8");
  }

  private Value product(NodeProto node, Value left, Value right) throws ModelFormatException {
    if (left.rank != 2 || right.rank != 2) {
      throw refused(node, "of " + left.rank + " and " + right.rank + " dimensions", "2 and 2");
    }
    return new Value(left.type == FLOAT ? FLOAT : INT32, 2, left.tall, right.wide);
  }

  private ModelFormatException refused(TensorProto constant, String found, String expected) {
    return new ModelFormatException(
        "%s: constant \"%s\" %s (expected: %s)"
            .formatted(file, constant.getName(), found, expected));
  }

  private ModelFormatException refused(NodeProto node, String found, String expected) {
    return new ModelFormatException(
        "%s: operator \"%s\"%s (expected: %s)"
            .formatted(file, node.getOpType(), found.isEmpty() ? "" : " " + found, expected));
  }
}
