package io.autorec.trainer.cli;

import io.autorec.trainer.input.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Training options under a name.
 *
 * @param name what it is called in a table
 * @param arguments as {@code train} takes them
 */
record Recipe(String name, List<String> arguments) {
  private static final String PAPER =
      " --batch 256 --centering none --mask-encoder false --input-exponent 0";

  // Chosen on validation parts of MovieLens 1M, where without a sigmoid in the middle they do best.
  private static final String LINEAR =
      "--orientation item --hidden-activation identity --wd 2000 --lr 0.001";

  // Only raw ratings leave something for the residual networks, also where the data's default is
  // bias.
  private static final String MIX = "--orientation item --centering none --residual-share 0.25";

  private static final Map<String, String> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("item", "--orientation item");
    KNOWN.put("user", "--orientation user");
    KNOWN.put("item-networks-4", "--orientation item --networks 4");
    KNOWN.put("item-mix", MIX);
    KNOWN.put("item-mix-networks-2", MIX + " --networks 2");
    KNOWN.put("user-networks-4", "--orientation user --networks 4");
    KNOWN.put("paper-item", "--orientation item --wd 100 --lr 0.002" + PAPER);
    KNOWN.put("paper-user", "--orientation user --wd 100 --lr 0.002" + PAPER);
    KNOWN.put("f-identity-g-identity", LINEAR + PAPER);
    KNOWN.put("f-sigmoid-g-identity", LINEAR + " --output-activation sigmoid" + PAPER);
    KNOWN.put(
        "f-sigmoid-g-sigmoid",
        "--orientation item --wd 100 --lr 0.002 --output-activation sigmoid" + PAPER);
  }

  /** The names that stand for options. */
  static String names() {
    return String.join(", ", KNOWN.keySet());
  }

  /** A recipe by its name, or by the name of a file of options. */
  static Recipe of(String word) {
    String known = KNOWN.get(word);
    if (known != null) {
      return new Recipe(word, Arrays.asList(known.split(" ", -1)));
    }
    Path file = Path.of(word);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "--recipes: \"" + word + "\" (expected: a file of options, or one of " + names() + ")");
    }
    return new Recipe(String.valueOf(file.getFileName()), List.of("--config", word));
  }

  /** The options, with a seed of their own. */
  TrainingOptions options(long seed) {
    Holder holder = new Holder();
    CommandLine command = new CommandLine(holder);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    String[] all = arguments.toArray(new String[0]);
    ConfigFile.apply(command, all);
    boolean fromFile = arguments.contains("--config");
    try {
      command.parseArgs(fromFile ? new String[0] : all);
    } catch (CommandLine.ParameterException e) {
      throw new InputException(name + ": " + e.getMessage());
    }
    holder.options.seed = seed;
    holder.options.check();
    return holder.options;
  }

  @Command
  private static final class Holder {
    @Mixin private TrainingOptions options = new TrainingOptions();
  }
}
