package io.autorec.model.graph;

import static io.autorec.model.graph.ElementType.BOOL;
import static io.autorec.model.graph.ElementType.FLOAT;
import static io.autorec.model.graph.ElementType.INT32;
import static io.autorec.model.graph.ElementType.INT64;
import static io.autorec.model.graph.ElementType.INT8;
import static io.autorec.model.graph.ElementType.UINT8;

import io.autorec.model.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a node of a graph makes. The switch in here is the list of the operators that a model may
 * have: those of our exports, with the types that they are given there. ONNX Runtime knows other
 * types for some of them, and its division of whole numbers by zero ends the process.
 */
final class GraphValues {
  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.of("Cast", Set.of("to"), "ReduceMax", Set.of("axes"));

  private final String file;
  private final GraphNode node;
  private final List<GraphValue> inputs;

  private GraphValues(String file, GraphNode node, List<GraphValue> inputs) {
    this.file = file;
    this.node = node;
    this.inputs = inputs;
  }

  /**
   * Goes through a graph.
   *
   * @throws ModelFormatException if a node is none of a model's, or makes more than vectors
   */
  static void check(String file, GraphReader graph) throws ModelFormatException {
    for (GraphNode node : graph.nodes()) {
      List<GraphValue> inputs = new ArrayList<>();
      for (String name : node.inputs()) {
        inputs.add(graph.value(name));
      }
      GraphValues values = new GraphValues(file, node, inputs);
      if (node.outputs().size() != 1) {
        throw values.refused("with " + node.outputs().size() + " outputs", "1");
      }
      GraphValue made = values.made();
      if (!made.isVector()) {
        throw values.refused("makes a matrix for each row", "a vector");
      }
      graph.add(node.outputs().get(0), made);
    }
  }

  private GraphValue made() throws ModelFormatException {
    requireAttributes();
    return switch (node.operator()) {
      case "Abs", "Elu", "Relu", "Round", "Selu", "Sigmoid", "Tanh" -> elements(FLOAT);
      case "Add", "Div", "Max", "Mul", "Pow", "Sub" -> elements(FLOAT, FLOAT);
      case "Clip" -> elements(FLOAT, FLOAT, FLOAT);
      case "Equal" -> elements(FLOAT, FLOAT).as(BOOL);
      case "IsNaN" -> elements(FLOAT).as(BOOL);
      case "Not" -> elements(BOOL);
      case "Or" -> elements(BOOL, BOOL);
      case "Where" -> elements(BOOL, FLOAT, FLOAT).as(FLOAT);
      case "Cast" -> cast();
      case "Gather" -> gathered();
      // Of the axes that are named nothing need be known: what is left is no larger.
      case "ReduceMax" -> first(FLOAT);
      case "ReduceSum" -> first(FLOAT, INT64);
      case "Slice" -> first(FLOAT, INT64, INT64, INT64);
      case "Identity" -> first(inputs.isEmpty() ? FLOAT : inputs.get(0).type());
      case "MatMul" -> product(first(FLOAT, FLOAT));
      case "MatMulInteger" -> product(first(UINT8, INT8, UINT8)).as(INT32);
      case "Unsqueeze" -> unsqueezed(first(FLOAT, INT64));
      default -> throw refused("", "an operator that autorec-trainer writes");
    };
  }

  private void requireAttributes() throws ModelFormatException {
    Set<String> allowed = ATTRIBUTES.getOrDefault(node.operator(), Set.of());
    for (String attribute : node.attributes().keySet()) {
      if (!allowed.contains(attribute)) {
        throw refused("with attribute \"" + attribute + "\"", "of " + allowed);
      }
    }
  }

  private GraphValue first(ElementType... types) throws ModelFormatException {
    List<ElementType> found = inputs.stream().map(GraphValue::type).toList();
    if (!found.equals(List.of(types))) {
      throw refused("of " + found, "of " + List.of(types));
    }
    return inputs.get(0);
  }

  private GraphValue elements(ElementType... types) throws ModelFormatException {
    GraphValue all = first(types);
    for (GraphValue other : inputs) {
      all = all.broadcast(other);
    }
    return all;
  }

  private GraphValue cast() throws ModelFormatException {
    long to = node.attributes().getOrDefault("to", 0L);
    ElementType type = ElementType.of(to).orElse(BOOL);
    if (inputs.size() != 1 || (type != FLOAT && type != UINT8)) {
      throw refused("to type " + to, "float or uint8");
    }
    return inputs.get(0).as(type);
  }

  private GraphValue gathered() throws ModelFormatException {
    List<Boolean> data = first(FLOAT, INT64).wide();
    if (data.isEmpty()) {
      throw refused("from a number", "from a list or a matrix");
    }
    List<Boolean> wide = new ArrayList<>(inputs.get(1).wide());
    wide.addAll(data.subList(1, data.size()));
    return new GraphValue(FLOAT, wide);
  }

  private GraphValue product(GraphValue left) throws ModelFormatException {
    List<Boolean> right = inputs.get(1).wide();
    if (left.wide().size() != 2 || right.size() != 2) {
      throw refused("of " + left.wide().size() + " and " + right.size() + " dimensions", "2 and 2");
    }
    return new GraphValue(left.type(), List.of(left.wide().get(0), right.get(1)));
  }

  /** Which axis is new is not looked at: it may be any. */
  private static GraphValue unsqueezed(GraphValue value) {
    boolean wide = value.wide().contains(true);
    List<Boolean> all = new ArrayList<>();
    for (int axis = 0; axis <= value.wide().size(); axis++) {
      all.add(wide);
    }
    return new GraphValue(value.type(), all);
  }

  private ModelFormatException refused(String found, String expected) {
    return new ModelFormatException(
        file
            + ": operator \""
            + node.operator()
            + "\""
            + (found.isEmpty() ? "" : " " + found)
            + " (expected: "
            + expected
            + ")");
  }
}
