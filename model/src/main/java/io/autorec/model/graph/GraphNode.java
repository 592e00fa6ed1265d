package io.autorec.model.graph;

import java.util.List;
import java.util.Map;

/**
 * A node of a graph.
 *
 * @param operator what it does
 * @param inputs names of values, "" for one left out
 * @param outputs names of the values it makes
 * @param attributes by name; 0 where one is no number
 */
record GraphNode(
    String operator, List<String> inputs, List<String> outputs, Map<String, Long> attributes) {
  GraphNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }
}
