package io.autorec.server.launch;

import io.micronaut.core.value.PropertyResolver;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of the command, made of the settings records. */
final class Flags {
  /** The prefix of settings in files, and with {@code _} of variables. */
  static final String PREFIX = "autorec";

  private static final List<Topic> TOPICS =
      List.of(
          new Topic("Models", ModelSettings.class),
          new Topic("Runs", BatchSettings.class),
          new Topic("Requests", RequestSettings.class),
          new Topic("Security", SecuritySettings.class),
          new Topic("Connections", ConnectionSettings.class),
          new Topic("Process", ProcessSettings.class),
          new Topic("Observability", ObservabilitySettings.class));

  private record Topic(String heading, Class<? extends Record> settings) {}

  private Flags() {}

  /** Gives a command a flag for each setting. */
  static void addTo(CommandSpec command) {
    for (Topic topic : TOPICS) {
      ArgGroupSpec.Builder group =
          ArgGroupSpec.builder().heading("%n" + topic.heading + ":%n").validate(false);
      for (RecordComponent component : topic.settings.getRecordComponents()) {
        group.addArg(option(component));
      }
      command.addArgGroup(group.build());
    }
  }

  private static OptionSpec option(RecordComponent component) {
    Flag flag = flag(component);
    String otherwise = flag.rule().isEmpty() ? flag.otherwise() : flag.rule();
    boolean toggle = component.getType() == boolean.class;
    return OptionSpec.builder("--" + name(component))
        .type(component.getType())
        .arity(toggle ? "0" : "1")
        .paramLabel(flag.label())
        .description(flag.value().replace("%", "%%") + (toggle ? "." : " (" + otherwise + ")."))
        .build();
  }

  /** The flags that were given, by the names of settings. */
  static Map<String, Object> given(ParseResult command) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (OptionSpec option : command.matchedOptions()) {
      Object value = option.getValue();
      if (value != null) {
        given.put(PREFIX + "." + option.longestName().substring(2), value);
      }
    }
    return given;
  }

  /**
   * Reads a settings record.
   *
   * @throws StartException if a value is none of its kind
   */
  static <T extends Record> T read(PropertyResolver properties, Class<T> settings)
      throws StartException {
    List<Class<?>> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : settings.getRecordComponents()) {
      Flag flag = flag(component);
      String text =
          properties
              .getProperty(PREFIX + "." + name(component), String.class)
              .orElse(flag.otherwise());
      types.add(component.getType());
      values.add(parse(name(component), text.strip(), component.getType(), flag));
    }
    try {
      return settings
          .getDeclaredConstructor(types.toArray(Class[]::new))
          .newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(settings + " cannot be made", e);
    }
  }

  private static Object parse(String name, String text, Class<?> type, Flag flag)
      throws StartException {
    if (type == boolean.class) {
      if (!text.equals("true") && !text.equals("false")) {
        throw new StartException(name + ": " + text + " (expected: true or false)");
      }
      return Boolean.valueOf(text);
    }
    if (type == int.class) {
      return number(name, text, flag.min(), flag.max());
    }
    return text;
  }

  /** A number within bounds. */
  static int number(String name, String text, int min, int max) throws StartException {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new StartException(name + ": " + text + " (expected: " + min + " to " + max + ")");
  }

  private static Flag flag(RecordComponent component) {
    return Objects.requireNonNull(component.getAnnotation(Flag.class), component::toString);
  }

  private static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
