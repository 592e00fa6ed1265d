package io.autorec.trainer.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Says what is wrong with a command line, in the style of the other messages. */
final class UsageMessage {
  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);
  private static final Set<Class<?>> NUMBERS =
      Set.of(float.class, Float.class, double.class, Double.class);

  private UsageMessage() {}

  static String of(ParameterException e) {
    String value = e.getValue();
    if (value != null && e.getArgSpec() instanceof OptionSpec option) {
      String expected = expected(option.type());
      if (!expected.isEmpty()) {
        String names = String.join("/", option.names());
        return names + ": " + value + " (expected: " + expected + ")";
      }
    }
    return String.valueOf(e.getMessage());
  }

  /** The values of a type; empty if the message has to say more. */
  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
    }
    if (NUMBERS.contains(type)) {
      return "a number";
    }
    if (WHOLE_NUMBERS.contains(type)) {
      boolean small = type == int.class || type == Integer.class;
      return small ? "a whole number, at most " + Integer.MAX_VALUE : "a whole number";
    }
    return "";
  }
}
