package io.autorec.server.launch.settings;

import io.micronaut.core.value.PropertyResolver;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads options that are not on the command line from the sources of Micronaut: {@code --max-batch}
 * is the variable {@code AUTOREC_MAX_BATCH}, or else {@code autorec.max-batch} in application.yml.
 * An option that is in neither keeps the value of its field.
 */
record Sources(Supplier<? extends PropertyResolver> properties) implements IDefaultValueProvider {
  private static final String PREFIX = "autorec.";

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    // Options outside of a group, such as --help, are no settings.
    return arg.group() != null && arg instanceof OptionSpec option
        ? properties.get().getProperty(PREFIX + name(option), String.class).orElse(null)
        : null;
  }

  /** Returns the name of an option without its dashes, as messages and properties have it. */
  static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }
}
