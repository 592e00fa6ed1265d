package io.autorec.model.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ProtoFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an ONNX file without copying the numbers of its constants. It refuses fields that no model
 * of this project has, since their effect in ONNX Runtime is not known. It bounds the number of
 * fields, so that parsing takes little memory whatever the file holds.
 */
final class GraphFields {
  /** Far more than an export has: a few thousand. */
  private static final int MOST_FIELDS = 50_000;

  private final String file;
  private final ByteBuffer bytes;
  private final List<ByteBuffer> numbers = new ArrayList<>();
  private int fields;

  GraphFields(String file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes.slice();
  }

  /**
   * The messages of onnx.proto that a model consists of, and the numbers of the fields that it may
   * have. The descriptors of the generated classes say the same, but take 0.1 s to build.
   */
  @SuppressWarnings("ImmutableEnumChecker") // Sets and maps of the JDK's that nothing changes.
  private enum Message {
    DIMENSION("a dimension", Set.of(1), Set.of(2, 3), Map.of()),
    SHAPE("a shape", Set.of(), Set.of(), Map.of(1, DIMENSION)),
    TENSOR("a tensor's type", Set.of(1), Set.of(), Map.of(2, SHAPE)),
    TYPE("a type", Set.of(), Set.of(6), Map.of(1, TENSOR)),
    VALUE("a value", Set.of(), Set.of(1, 3), Map.of(2, TYPE)),
    ENTRY("an entry of text", Set.of(), Set.of(1, 2), Map.of()),
    // Its numbers as raw_data or in another file, never as a list.
    CONSTANT("a constant", Set.of(1, 2, 14), Set.of(1, 8, 9, 12), Map.of(13, ENTRY)),
    // A number or a list of numbers: no constant or graph within a node.
    ATTRIBUTE("an attribute", Set.of(3, 8, 20), Set.of(1, 8), Map.of()),
    NODE("a node", Set.of(), Set.of(1, 2, 3, 4, 6, 7), Map.of(5, ATTRIBUTE)),
    GRAPH(
        "the graph",
        Set.of(),
        Set.of(2, 10),
        Map.of(1, NODE, 5, CONSTANT, 11, VALUE, 12, VALUE, 13, VALUE)),
    OPERATORS("an operator set", Set.of(2), Set.of(1), Map.of()),
    MODEL("the model", Set.of(1, 5), Set.of(2, 3, 4, 6), Map.of(7, GRAPH, 8, OPERATORS, 14, ENTRY));

    private final String name;
    private final Set<Integer> varints;
    private final Set<Integer> texts;
    private final Map<Integer, Message> messages;

    Message(String name, Set<Integer> varints, Set<Integer> texts, Map<Integer, Message> messages) {
      this.name = name;
      this.varints = varints;
      this.texts = texts;
      this.messages = messages;
    }
  }

  /**
   * Reads the file.
   *
   * @return the model, without the numbers of its constants
   * @throws ModelFormatException if it is damaged, or has a field that no model has
   */
  ModelProto read() throws ModelFormatException {
    return ProtoFile.read(file, bytes, in -> ModelProto.parseFrom(message(in, Message.MODEL)));
  }

  /** The numbers of the constants in this file, by their order; empty for one in another file. */
  List<ByteBuffer> numbers() {
    return numbers;
  }

  private ByteString message(CodedInputStream in, Message message)
      throws IOException, ModelFormatException {
    if (message == Message.CONSTANT) {
      numbers.add(ByteBuffer.allocate(0));
    }
    ByteString.Output content = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(content);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      copy(in, message, tag, out);
      if (++fields > MOST_FIELDS) {
        throw new ModelFormatException(
            file + ": more than " + MOST_FIELDS + " fields (expected: at most as many)");
      }
    }
    out.flush();
    return content.toByteString();
  }

  private void copy(CodedInputStream in, Message message, int tag, CodedOutputStream out)
      throws IOException, ModelFormatException {
    int field = WireFormat.getTagFieldNumber(tag);
    int wireType = WireFormat.getTagWireType(tag);
    Message inner = message.messages.get(field);
    if (wireType == WireFormat.WIRETYPE_VARINT && message.varints.contains(field)) {
      out.writeUInt64(field, in.readRawVarint64());
    } else if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED
        || (inner == null && !message.texts.contains(field))) {
      throw new ModelFormatException(
          file + ": field " + field + " in " + message.name + " (expected: only what models need)");
    } else if (inner != null) {
      int outer = in.pushLimit(in.readRawVarint32());
      out.writeBytes(field, message(in, inner));
      in.popLimit(outer);
    } else if (message == Message.CONSTANT && field == TensorProto.RAW_DATA_FIELD_NUMBER) {
      int length = in.readRawVarint32();
      int start = in.getTotalBytesRead();
      in.skipRawBytes(length);
      numbers.set(numbers.size() - 1, bytes.slice(start, length));
    } else {
      out.writeByteArray(field, in.readByteArray());
    }
  }
}
