package io.autorec.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Random changes of a message by its schema: odd values, lists, unknown fields, wrong types. */
final class MessageMutation {
  private static final int MANY = 20_000;
  private static final int MAX_FIELD_NUMBER = (1 << 29) - 1;

  private MessageMutation() {}

  /** Changes one field of a message or of a message within it. */
  static void apply(Message.Builder message, Odds odds) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    List<FieldDescriptor> inner =
        fields.stream()
            .filter(field -> field.getJavaType() == JavaType.MESSAGE && !field.isMapField())
            .filter(field -> isSet(message, field))
            .toList();
    if (!inner.isEmpty() && !odds.oneIn(3)) {
      apply(inner(message, odds.of(inner), odds), odds);
    } else if (fields.isEmpty() || odds.oneIn(5)) {
      addWrongField(message, fields, odds);
    } else {
      change(message, odds.of(fields), odds);
    }
  }

  private static boolean isSet(Message.Builder message, FieldDescriptor field) {
    return field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
  }

  private static Message.Builder inner(Message.Builder message, FieldDescriptor field, Odds odds) {
    return field.isRepeated()
        ? message.getRepeatedFieldBuilder(field, odds.below(message.getRepeatedFieldCount(field)))
        : message.getFieldBuilder(field);
  }

  private static void change(Message.Builder message, FieldDescriptor field, Odds odds) {
    if (odds.oneIn(6)) {
      message.clearField(field);
    } else if (field.isRepeated()) {
      changeList(message, field, odds);
    } else if (field.getJavaType() == JavaType.STRING && odds.oneIn(2)) {
      byte[] text = ((String) message.getField(field)).getBytes(ISO_8859_1);
      message.setField(field, new String(ByteMutation.flipped(text, odds), ISO_8859_1));
    } else {
      message.setField(field, value(message, field, odds));
    }
  }

  private static Object value(Message.Builder message, FieldDescriptor field, Odds odds) {
    return field.getJavaType() == JavaType.MESSAGE
        ? message.newBuilderForField(field).build()
        : OddValues.of(field, odds);
  }

  private static void changeList(Message.Builder message, FieldDescriptor field, Odds odds) {
    List<Object> entries = new ArrayList<>((List<?>) message.getField(field));
    if (entries.isEmpty()) {
      entries.add(value(message, field, odds));
    }
    int at = odds.below(entries.size());
    switch (odds.below(6)) {
      case 0 -> entries.add(value(message, field, odds));
      case 1 -> entries.remove(at);
      case 2 -> entries.add(entries.get(at));
      case 3 -> entries.set(at, value(message, field, odds));
      case 4 -> Collections.rotate(entries, at);
      default -> entries.addAll(Collections.nCopies(odds.upTo(MANY), entries.get(at)));
    }
    message.setField(field, entries);
  }

  /** Adds what another schema would write: unknown field numbers, wrong wire types, deep groups. */
  private static void addWrongField(
      Message.Builder message, List<FieldDescriptor> fields, Odds odds) {
    int number =
        fields.isEmpty() || odds.oneIn(3)
            ? 1 + odds.upTo(MAX_FIELD_NUMBER - 1)
            : odds.of(fields).getNumber();
    UnknownFieldSet.Field.Builder wrong = UnknownFieldSet.Field.newBuilder();
    switch (odds.below(5)) {
      case 0 -> wrong.addVarint(odds.bits());
      case 1 -> wrong.addFixed32((int) odds.bits());
      case 2 -> wrong.addFixed64(odds.bits());
      case 3 -> wrong.addLengthDelimited(ByteString.copyFrom(odds.bytes(odds.upTo(200))));
      default -> wrong.addGroup(nested(1 + odds.upTo(300)));
    }
    message.setUnknownFields(
        message.getUnknownFields().toBuilder().mergeField(number, wrong.build()).build());
  }

  private static UnknownFieldSet nested(int depth) {
    UnknownFieldSet set = UnknownFieldSet.getDefaultInstance();
    for (int i = 1; i < depth; i++) {
      set =
          UnknownFieldSet.newBuilder()
              .addField(1, UnknownFieldSet.Field.newBuilder().addGroup(set).build())
              .build();
    }
    return set;
  }
}
