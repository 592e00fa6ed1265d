package io.autorec.server.launch.settings;

import io.micronaut.core.value.PropertyResolver;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * All settings of a server. Each is an option of the command, or a variable {@code AUTOREC_*}, or a
 * property in application.yml; the first of these that is set counts.
 *
 * <p>picocli fills the settings in when it parses the command line. Nothing changes them later.
 *
 * @param models the models and versions to serve
 * @param batches the device, the threads and the batches of runs
 * @param requests the limits of one request
 * @param security the options of TLS, tokens and call rates
 * @param connections the limits of connections
 * @param process the address and the drain of the process
 * @param observability the options of metrics, logs and traces
 */
public record ServerSettings(
    ModelSettings models,
    BatchSettings batches,
    RequestSettings requests,
    SecuritySettings security,
    ConnectionSettings connections,
    ProcessSettings process,
    ObservabilitySettings observability) {
  /** Makes the default settings. */
  public ServerSettings() {
    this(
        new ModelSettings(),
        new BatchSettings(),
        new RequestSettings(),
        new SecuritySettings(),
        new ConnectionSettings(),
        new ProcessSettings(),
        new ObservabilitySettings());
  }

  /**
   * Reads settings where there is no command line.
   *
   * @throws StartException if a property has no value of its kind
   */
  public static ServerSettings of(PropertyResolver properties) throws StartException {
    ServerSettings settings = new ServerSettings();
    CommandLine command = new CommandLine(CommandSpec.create());
    settings.addTo(command.getCommandSpec(), () -> properties);
    try {
      command.parseArgs();
      return settings;
    } catch (ParameterException e) {
      throw badValue(e).orElseGet(() -> new StartException(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Returns what is wrong with the value that made a parse fail; empty if the parse failed for
   * another reason.
   */
  public static Optional<StartException> badValue(ParameterException thrown) {
    return thrown.getCause() instanceof StartException bad ? Optional.of(bad) : Optional.empty();
  }

  /**
   * Adds an option for each setting to a command.
   *
   * @param properties the source of options that are not on the command line
   */
  public void addTo(CommandSpec command, Supplier<? extends PropertyResolver> properties) {
    add(command, "Models", models);
    add(command, "Runs", batches);
    add(command, "Requests", requests);
    add(command, "Security", security);
    add(command, "Connections", connections);
    add(command, "Process", process);
    add(command, "Observability", observability);
    command.defaultValueProvider(new Sources(properties));
  }

  private static void add(CommandSpec command, String heading, Object settings) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().heading("%n" + heading + ":%n").validate(false);
    for (OptionSpec option : CommandSpec.forAnnotatedObject(settings).options()) {
      group.addArg(checked(option));
    }
    command.addArgGroup(group.build());
  }

  /** Returns an option that says what it expects when it is given something else. */
  private static OptionSpec checked(OptionSpec option) {
    String name = Sources.name(option);
    OptionSpec.Builder checked = option.toBuilder();
    if (option.type() == boolean.class) {
      // Without a fallback, picocli would take the opposite of what the variable says.
      return checked.arity("0").fallbackValue("true").converters(text -> flag(name, text)).build();
    }
    Range range = ((Field) option.userObject()).getAnnotation(Range.class);
    return range == null
        ? checked.converters(String::strip).build()
        : checked
            .paramLabel("N")
            .converters(text -> number(name, text, range.min(), range.max()))
            .build();
  }

  private static boolean flag(String name, String text) throws StartException {
    String word = text.strip();
    if (!word.equals("true") && !word.equals("false")) {
      throw new StartException(name + ": " + word + " (expected: true or false)");
    }
    return Boolean.parseBoolean(word);
  }

  /**
   * Reads a number within bounds.
   *
   * @throws StartException if the text is no such number
   */
  public static int number(String name, String text, int min, int max) throws StartException {
    String digits = text.strip();
    try {
      int number = Integer.parseInt(digits);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new StartException(name + ": " + digits + " (expected: " + min + " to " + max + ")");
  }

  /**
   * Reads one of some words: the names of an enum's values, in small letters.
   *
   * @throws StartException if the text is no such word
   */
  static <E extends Enum<E>> E word(String name, String text, Class<E> type) throws StartException {
    List<String> words = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      words.add(value.name().toLowerCase(Locale.ROOT));
      if (words.contains(text)) {
        return value;
      }
    }
    String last = words.remove(words.size() - 1);
    throw new StartException(
        name + ": " + text + " (expected: " + String.join(", ", words) + " or " + last + ")");
  }

  /**
   * Checks the settings that only a server with models uses.
   *
   * @throws StartException if a setting cannot be used
   */
  public void requireUsable() throws StartException {
    models.requireUsable();
    observability.requireUsable();
    Object unused = process.address();
    unused = batches.deviceChoice();
    // A request that never fits would be told to retry for ever.
    int leastRows = Math.max(batches.maxBatch, requests.maxVectors);
    unused = number("queue-rows", "" + batches.queueRows, leastRows, Integer.MAX_VALUE);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
      throw new StartException(
          "temporary folder: \""
              + temporary
              + "\" cannot be written (expected: one that can, for ONNX Runtime; set it with"
              + " JAVA_OPTS=-Djava.io.tmpdir=DIR)");
    }
    process.requireUsable();
  }
}
