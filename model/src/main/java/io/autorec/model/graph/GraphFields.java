package io.autorec.model.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.autorec.model.ModelFormatException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Goes through the fields of an ONNX file before it is parsed. Refuses those that no model of this
 * project has, since ONNX Runtime may do anything for them, and bounds their number, so that
 * parsing takes little memory whatever the file holds.
 */
final class GraphFields {
  /** Far more than an export has, which is a few thousand. */
  private static final int MOST_FIELDS = 50_000;

  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;

  /** The messages of a model, by their names in onnx.proto. */
  private static final Map<String, Message> MESSAGES =
      Map.ofEntries(
          Map.entry("ModelProto", new Message("the model", 1, 2, 3, 4, 5, 6, 7, 8, 14)),
          Map.entry("OperatorSetIdProto", new Message("an operator set", 1, 2)),
          Map.entry("StringStringEntryProto", new Message("the metadata", 1, 2)),
          Map.entry("GraphProto", new Message("the graph", 1, 2, 5, 10, 11, 12, 13)),
          Map.entry("NodeProto", new Message("a node", 1, 2, 3, 4, 5, 6, 7)),
          // A number or a list of numbers: no constant or graph within a node.
          Map.entry("AttributeProto", new Message("an attribute", 1, 3, 8, 20)),
          // Numbers as raw_data alone.
          Map.entry("TensorProto", new Message("a constant", 1, 2, 8, 9, 12)),
          Map.entry("ValueInfoProto", new Message("a value", 1, 2, 3)),
          Map.entry("TypeProto", new Message("a type", 1, 6)),
          Map.entry("Tensor", new Message("a tensor's type", 1, 2)),
          Map.entry("TensorShapeProto", new Message("a shape", 1)),
          Map.entry("Dimension", new Message("a dimension", 1, 2, 3)));

  private final String file;
  private final CodedInputStream in;
  private int fields;

  private GraphFields(String file, CodedInputStream in) {
    this.file = file;
    this.in = in;
  }

  /** A message's name for people, and the numbers of the fields that it may have. */
  private record Message(String name, Set<Integer> fields) {
    Message(String name, Integer... fields) {
      this(name, Set.of(fields));
    }
  }

  /** Checks a file to its end and returns how many fields it has. */
  static int check(String file, CodedInputStream in) throws IOException, ModelFormatException {
    GraphFields fields = new GraphFields(file, in);
    fields.check(ModelProto.getDescriptor());
    return fields.fields;
  }

  private void check(Descriptor type) throws IOException, ModelFormatException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = known(type, tag);
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        int outer = in.pushLimit(in.readRawVarint32());
        check(field.getMessageType());
        in.popLimit(outer);
      } else {
        boolean unused = in.skipField(tag);
      }
    }
  }

  private FieldDescriptor known(Descriptor type, int tag) throws ModelFormatException {
    int number = WireFormat.getTagFieldNumber(tag);
    Message message = MESSAGES.getOrDefault(type.getName(), new Message(type.getName()));
    FieldDescriptor field = type.findFieldByNumber(number);
    if (type.getName().equals("TensorProto")
        && (number == EXTERNAL_DATA || number == DATA_LOCATION)) {
      throw new ModelFormatException(
          file + ": weights in another file (external data; expected: all in " + file + ")");
    }
    if (field == null || !message.fields.contains(number) || !isOfItsType(field, tag)) {
      throw new ModelFormatException(
          file
              + ": field "
              + number
              + " in "
              + message.name
              + " (expected: only what models need)");
    }
    if (++fields > MOST_FIELDS) {
      throw new ModelFormatException(
          file + ": more than " + MOST_FIELDS + " fields (expected: at most as many)");
    }
    return field;
  }

  private static boolean isOfItsType(FieldDescriptor field, int tag) {
    int wireType = WireFormat.getTagWireType(tag);
    return wireType == field.getLiteType().getWireType()
        || (field.isPackable() && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }
}
