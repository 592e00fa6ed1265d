package io.autorec.bench.options;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses option values that are out of bounds. */
public final class Bounds {
  private Bounds() {}

  /**
   * Checks each value of an option.
   *
   * @throws ParameterException if one is out of bounds
   */
  public static void check(
      CommandSpec program, String option, List<Integer> values, int min, int max) {
    values.forEach(value -> check(program, option, value, min, max));
  }

  /**
   * Checks the value of an option.
   *
   * @throws ParameterException if it is out of bounds
   */
  public static void check(CommandSpec program, String option, int value, int min, int max) {
    if (value < min || value > max) {
      String expected = max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max;
      throw new ParameterException(
          program.commandLine(), option + ": " + value + " (expected: " + expected + ")");
    }
  }
}
