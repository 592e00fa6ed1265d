package io.autorec.trainer.cli;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.settings.TrainingSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads options from a file, one {@code name = value} a line. The names are those of the command
 * line, without the dashes; {@code #} starts a comment line. The command line overrides the file,
 * and the file overrides the defaults.
 */
final class ConfigFile implements IDefaultValueProvider {
  private static final String OPTION = "--config";

  private final Map<OptionSpec, String> values = new HashMap<>();

  private ConfigFile() {}

  /** Reads the file that the arguments name, if they name one, for a command. */
  static void apply(CommandLine command, String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith(OPTION + "=")) {
        command.setDefaultValueProvider(
            read(Path.of(args[i].substring(OPTION.length() + 1)), command));
      } else if (args[i].equals(OPTION) && i + 1 < args.length) {
        command.setDefaultValueProvider(read(Path.of(args[i + 1]), command));
      }
    }
  }

  /** Reads the training settings in a file. */
  static TrainingSettings trainingSettings(Path file) {
    TrainingHolder holder = new TrainingHolder();
    CommandLine command = new CommandLine(holder);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setDefaultValueProvider(read(file, command));
    try {
      command.parseArgs();
    } catch (CommandLine.ParameterException e) {
      throw new InputException(file.getFileName() + ": " + e.getMessage());
    }
    return holder.options.toSettings();
  }

  @Command
  private static final class TrainingHolder {
    @Mixin private TrainingOptions options = new TrainingOptions();
  }

  private static ConfigFile read(Path file, CommandLine command) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new InputException("--config: " + file + ": no such file");
    } catch (IOException e) {
      throw new InputException("--config: " + file + ": cannot be read as a UTF-8 file of options");
    }
    ConfigFile config = new ConfigFile();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).replace("\uFEFF", "").strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String where = file + ":" + number + ": ";
      if (equals < 0) {
        throw new InputException(where + "\"" + line + "\" (expected: option = value)");
      }
      String name = line.substring(0, equals).strip();
      OptionSpec option = command.getCommandSpec().findOption("--" + name);
      if (option == null || option.usageHelp() || ("--" + name).equals(OPTION)) {
        throw new InputException(
            "%soption \"%s\" (expected: one of those that --help lists, without --)"
                .formatted(where, name));
      }
      if (config.values.put(option, line.substring(equals + 1).strip()) != null) {
        throw new InputException(where + "option \"" + name + "\" for the second time");
      }
    }
    return config;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec ? values.get(argument) : null;
  }
}
