package io.autorec.model.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.autorec.model.MessageReader;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the messages of onnx.proto that a graph is made of, weights excepted: their numbers are
 * looked at where they lie. Fields that no model of this project needs are refused, since ONNX
 * Runtime may do anything for them.
 */
final class GraphReader {
  /** Far more than an export has, which is up to 100. */
  private static final int MOST_NODES = 1000;

  private static final int STRING = WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int MESSAGE = WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int VARINT = WireFormat.WIRETYPE_VARINT;

  private final String file;
  private final ByteBuffer bytes;
  private final CodedInputStream in;
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, GraphValue> values = new HashMap<>();
  private final Map<String, Integer> constantBytes = new HashMap<>();
  private final List<GraphNode> nodes = new ArrayList<>();

  GraphReader(String file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
    this.in = MessageReader.input(bytes);
  }

  /** Reads a field whose tag was read; false for one that has no place there. */
  @FunctionalInterface
  private interface Fields {
    boolean read(int tag) throws IOException, ModelFormatException;
  }

  /** The entries of {@code metadata_props}. */
  Map<String, String> properties() {
    return properties;
  }

  /** A constant, an input or what was added. */
  GraphValue value(String name) throws ModelFormatException {
    GraphValue value = values.get(name);
    if (value == null) {
      throw new ModelFormatException(
          file + ": value \"" + name + "\": not made yet (expected: nodes in order)");
    }
    return value;
  }

  /** Bytes of a constant's numbers; 0 for a value that is none. */
  int constantBytes(String name) {
    return constantBytes.getOrDefault(name, 0);
  }

  /** The nodes, in the order of the file. */
  List<GraphNode> nodes() {
    return nodes;
  }

  /** Reads the whole file. */
  void read() throws ModelFormatException {
    try {
      fields("the model", this::model);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          file + ": damaged at byte " + in.getTotalBytesRead() + " (expected: an ONNX graph)", e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory", e);
    }
    if (nodes.isEmpty()) {
      throw new ModelFormatException(file + ": no node (expected: an ONNX graph)");
    }
  }

  private void fields(String message, Fields known) throws IOException, ModelFormatException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!known.read(tag)) {
        throw new ModelFormatException(
            file
                + ": field "
                + WireFormat.getTagFieldNumber(tag)
                + " in "
                + message
                + " (expected: only what models need)");
      }
    }
  }

  private void message(String name, Fields known) throws IOException, ModelFormatException {
    int outer = in.pushLimit(in.readRawVarint32());
    fields(name, known);
    in.popLimit(outer);
  }

  private boolean model(int tag) throws IOException, ModelFormatException {
    switch (tag) {
      case 1 << 3 | VARINT, 2 << 3 | STRING, 3 << 3 | STRING, 4 << 3 | STRING -> in.skipField(tag);
      case 5 << 3 | VARINT, 6 << 3 | STRING -> in.skipField(tag);
      case 7 << 3 | MESSAGE -> message("the graph", this::graph);
      case 8 << 3 | MESSAGE -> operatorSet();
      case 14 << 3 | MESSAGE -> property();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void operatorSet() throws IOException, ModelFormatException {
    String[] domain = {""};
    message(
        "an operator set",
        tag -> {
          if (tag == (1 << 3 | STRING)) {
            domain[0] = in.readString();
            return true;
          }
          return tag == (2 << 3 | VARINT) && in.skipField(tag);
        });
    requireDomain(domain[0]);
  }

  private void requireDomain(String domain) throws ModelFormatException {
    if (!domain.isEmpty() && !domain.equals("ai.onnx")) {
      throw new ModelFormatException(
          file + ": operators of \"" + domain + "\" (expected: ONNX's own)");
    }
  }

  private void property() throws IOException, ModelFormatException {
    String[] entry = {"", ""};
    message(
        "the metadata",
        tag -> {
          if (tag != (1 << 3 | STRING) && tag != (2 << 3 | STRING)) {
            return false;
          }
          entry[WireFormat.getTagFieldNumber(tag) - 1] = in.readString();
          return true;
        });
    if (properties.putIfAbsent(entry[0], entry[1]) != null) {
      throw new ModelFormatException(
          file + ": metadata \"" + entry[0] + "\": twice (expected: once)");
    }
  }

  private boolean graph(int tag) throws IOException, ModelFormatException {
    switch (tag) {
      case 1 << 3 | MESSAGE -> node();
      case 5 << 3 | MESSAGE -> constant();
      case 11 << 3 | MESSAGE -> input();
      // Its name, text, outputs and notes on values: ONNX Runtime compares them with the nodes.
      case 2 << 3 | STRING, 10 << 3 | STRING, 12 << 3 | MESSAGE, 13 << 3 | MESSAGE ->
          in.skipField(tag);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void node() throws IOException, ModelFormatException {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, Long> attributes = new HashMap<>();
    String[] names = {"", ""};
    message(
        "a node",
        tag -> {
          switch (tag) {
            case 1 << 3 | STRING -> inputs.add(in.readString());
            case 2 << 3 | STRING -> outputs.add(in.readString());
            case 3 << 3 | STRING, 6 << 3 | STRING -> in.skipField(tag);
            case 4 << 3 | STRING -> names[0] = in.readString();
            case 5 << 3 | MESSAGE -> attribute(attributes);
            case 7 << 3 | STRING -> names[1] = in.readString();
            default -> {
              return false;
            }
          }
          return true;
        });
    requireDomain(names[1]);
    nodes.add(new GraphNode(names[0], inputs, outputs, attributes));
    if (nodes.size() > MOST_NODES) {
      throw new ModelFormatException(
          file + ": more than " + MOST_NODES + " nodes (expected: at most as many)");
    }
  }

  private void attribute(Map<String, Long> attributes) throws IOException, ModelFormatException {
    String[] name = {""};
    long[] value = {0};
    message(
        "an attribute",
        tag -> {
          switch (tag) {
            case 1 << 3 | STRING -> name[0] = in.readString();
            case 3 << 3 | VARINT -> value[0] = in.readInt64();
            // A list of numbers; the type of the value.
            case 8 << 3 | VARINT, 8 << 3 | MESSAGE, 20 << 3 | VARINT -> in.skipField(tag);
            default -> {
              return false;
            }
          }
          return true;
        });
    attributes.put(name[0], value[0]);
  }

  private void constant() throws IOException, ModelFormatException {
    GraphConstant constant = new GraphConstant(file, bytes);
    message("a constant", tag -> constant.read(tag, in));
    add(constant.name(), constant.check());
    constantBytes.put(constant.name(), constant.bytes());
  }

  /** Its type and shape are left to whoever opens the graph, who knows what they must be. */
  private void input() throws IOException, ModelFormatException {
    String[] name = {""};
    message(
        "an input",
        tag -> {
          if (tag == (1 << 3 | STRING)) {
            name[0] = in.readString();
            return true;
          }
          return (tag == (2 << 3 | MESSAGE) || tag == (3 << 3 | STRING)) && in.skipField(tag);
        });
    switch (name[0]) {
      case ModelFormat.RATINGS_INPUT, ModelFormat.COLUMNS_INPUT ->
          add(name[0], new GraphValue(ElementType.FLOAT, List.of(false, true)));
      case ModelFormat.USERS_INPUT ->
          add(name[0], new GraphValue(ElementType.INT64, List.of(false)));
      default ->
          throw new ModelFormatException(
              file
                  + ": input \""
                  + name[0]
                  + "\" (expected: "
                  + ModelFormat.RATINGS_INPUT
                  + ", "
                  + ModelFormat.USERS_INPUT
                  + " or "
                  + ModelFormat.COLUMNS_INPUT
                  + ")");
    }
  }

  /** Enters a value that nodes may take. */
  void add(String name, GraphValue value) throws ModelFormatException {
    if (values.putIfAbsent(name, value) != null) {
      throw new ModelFormatException(
          file + ": value \"" + name + "\": made twice (expected: once)");
    }
  }
}
