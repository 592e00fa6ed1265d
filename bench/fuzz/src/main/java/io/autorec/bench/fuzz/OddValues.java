package io.autorec.bench.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/**
 * Values on and over the bounds of a field, by its type: legal protobuf, mostly invalid requests.
 */
public final class OddValues {
  private static final List<Float> FLOATS =
      List.of(
          0f,
          -0f,
          -1f,
          0.5f,
          1f,
          Math.nextDown(1f),
          5f,
          Math.nextUp(5f),
          1e30f,
          Float.MAX_VALUE,
          -Float.MAX_VALUE,
          Float.MIN_VALUE,
          Float.MIN_NORMAL / 2,
          Float.NaN,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY);
  private static final List<Long> INTEGERS =
      List.of(
          0L,
          1L,
          -1L,
          10L,
          11L,
          100L,
          101L,
          1000L,
          1001L,
          65_536L,
          (long) Integer.MAX_VALUE,
          (long) Integer.MIN_VALUE,
          Long.MAX_VALUE,
          Long.MIN_VALUE);
  private static final List<String> STRINGS =
      List.of(
          "",
          " ",
          "\0",
          "a\nb\r\nc: d",
          "\u001b[31m",
          "%00%s%n%d",
          "\u65e5\u672c\u8a9e",
          "e\u0301\u202e\u200b\ufeff",
          "\ud83c\udfac",
          "../../..",
          "' OR 1=1 --",
          "NaN",
          "-1",
          "18446744073709551616");

  private OddValues() {}

  static Object of(FieldDescriptor field, Odds odds) {
    return switch (field.getJavaType()) {
      case INT -> integer(odds).intValue();
      case LONG -> integer(odds);
      case FLOAT -> floating(odds);
      case DOUBLE -> (double) floating(odds);
      case BOOLEAN -> odds.oneIn(2);
      case STRING -> string(odds);
      case BYTE_STRING -> ByteString.copyFrom(odds.bytes(odds.upTo(10_000)));
      case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(integer(odds).intValue());
      case MESSAGE -> throw new IllegalArgumentException(field + " is a message");
    };
  }

  private static Long integer(Odds odds) {
    return odds.oneIn(4) ? Long.valueOf(odds.bits()) : odds.of(INTEGERS);
  }

  private static Float floating(Odds odds) {
    return odds.oneIn(4) ? Float.valueOf(Float.intBitsToFloat((int) odds.bits())) : odds.of(FLOATS);
  }

  /** A string, now and then a very long one. An odd number of chars puts pairs across limits. */
  public static String string(Odds odds) {
    String string = odds.of(STRINGS);
    return odds.oneIn(3) ? "x".repeat(odds.below(2)) + string.repeat(odds.upTo(5_000)) : string;
  }
}
