package io.autorec.bench.options;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for the length of measurements. */
public final class MeasureOptions {
  private static final int MAX_SECONDS = 3600;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Length of each measurement (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "The same load before each, while Java compiles; not counted (${DEFAULT-VALUE}).")
  private int warmUp;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec program;

  /** The length of a measurement. */
  public Duration length() {
    return seconds("--seconds", seconds, 1);
  }

  /** The length of the load before it. */
  public Duration warmUp() {
    return seconds("--warm-up", warmUp, 0);
  }

  private Duration seconds(String option, int value, int min) {
    Bounds.check(Objects.requireNonNull(program), option, value, min, MAX_SECONDS);
    return Duration.ofSeconds(value);
  }
}
