package io.autorec.trainer.input;

import io.autorec.model.Sha256;
import io.autorec.trainer.source.RatingsSource;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a user names as one input, and their encoding. A name is a file, a pipe, a folder
 * of files, a pattern such as {@code data/*.csv}, or {@code -} for standard input.
 *
 * @param named the names, at least one
 * @param encoding the encoding of all these files
 */
public record InputFiles(List<Path> named, TextEncoding encoding) implements RatingsSource {
  private static final Pattern WILD = Pattern.compile("[*?\\[{]");

  /** The name of standard input in messages. */
  public static final String STANDARD_INPUT = "standard input";

  private static final int MOST_NAMES = 3;

  public InputFiles {
    named = List.copyOf(named);
    if (named.isEmpty()) {
      throw new IllegalArgumentException("no file");
    }
  }

  /** One file. */
  public static InputFiles of(Path file) {
    return new InputFiles(List.of(file), TextEncoding.DETECTED);
  }

  /** Returns true for the name of standard input. */
  public static boolean isStandardInput(Path path) {
    return path.toString().equals("-");
  }

  /** The name of a file in messages. */
  public static Path shown(Path path) {
    return isStandardInput(path) ? Path.of(STANDARD_INPUT) : path;
  }

  /**
   * The files, in the order of the names; those of a folder or a pattern are sorted by name. Of
   * these, hidden and empty files, and those whose names begin with an underscore, do not count.
   *
   * @throws InputException if a folder or a pattern has none
   */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path name : named) {
      if (name.toString().isEmpty()) {
        throw new InputException("\"\": no such file");
      }
      if (Files.isDirectory(name)) {
        files.addAll(filesIn(name));
      } else if (isPattern(name)) {
        matches(name).forEach(match -> addFiles(match, files));
      } else {
        files.add(name);
      }
    }
    return files;
  }

  /**
   * The names without their folders, for people: {@code a.csv, b.csv} or {@code parts}; a pattern
   * stays as it was given.
   */
  @Override
  public String name() {
    return joined(InputFiles::nameOf);
  }

  @Override
  public @Nullable Charset charset() {
    return encoding.chosen();
  }

  /** The names as they were given, for messages. */
  @Override
  public String toString() {
    return joined(path -> shown(path).toString());
  }

  private String joined(Function<Path, String> spelled) {
    List<String> names = named.stream().limit(MOST_NAMES).map(spelled).toList();
    int others = named.size() - names.size();
    return String.join(", ", names) + (others == 0 ? "" : " and " + others + " more");
  }

  /**
   * The digest of all files, in lower-case hexadecimal: that of one file, or else that of the lines
   * of digests, as {@code sha256sum a b | cut -c1-64 | sha256sum} says it.
   *
   * @param digests of the files, in their order
   */
  public static String sha256(List<String> digests) {
    return digests.size() == 1
        ? digests.get(0)
        : Sha256.hex((String.join("\n", digests) + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static String nameOf(Path path) {
    if (isStandardInput(path) || path.equals(Path.of("/dev/stdin"))) {
      return STANDARD_INPUT;
    }
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      return "pipe";
    }
    if (isPattern(path)) {
      return path.toString();
    }
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  private static boolean isPattern(Path name) {
    return WILD.matcher(name.toString()).find() && !Files.exists(name);
  }

  private static void addFiles(Path match, List<Path> files) {
    if (Files.isDirectory(match)) {
      files.addAll(filesIn(match));
    } else {
      files.add(match);
    }
  }

  private static List<Path> filesIn(Path folder) {
    List<Path> found = list(folder, "*");
    requireNoTable(folder, "a Delta Lake table", "_delta_log");
    requireNoTable(folder, "a Hudi table", ".hoodie");
    requireNoTable(folder, "an Iceberg table", "metadata", "data");
    for (Path one : found) {
      if (Files.isDirectory(one)) {
        throw new InputException(
            "%s: holds the folder %s (expected: files alone, or a pattern such as '%s')"
                .formatted(folder, one.getFileName(), folder.resolve("*/*")));
      }
    }
    if (found.isEmpty()) {
      throw new InputException(folder + ": no file in this folder");
    }
    return found;
  }

  /** Refuses a folder with such folders in it. */
  private static void requireNoTable(Path folder, String table, String... marks) {
    if (Stream.of(marks).allMatch(mark -> Files.isDirectory(folder.resolve(mark)))) {
      throw new InputException(
          "%s: %s, whose files may hold deleted rows (expected: a folder of files that all count)"
              .formatted(folder, table));
    }
  }

  /** Follows the pattern from folder to folder. */
  private static List<Path> matches(Path pattern) {
    Path root = pattern.getRoot();
    List<Path> found = List.of(root == null ? Path.of("") : root);
    for (Path part : pattern) {
      List<Path> next = new ArrayList<>();
      for (Path folder : found) {
        if (!WILD.matcher(part.toString()).find()) {
          next.add(folder.resolve(part));
        } else if (Files.isDirectory(folder)) {
          next.addAll(list(folder, part.toString()));
        }
      }
      found = next.stream().filter(Files::exists).toList();
    }
    if (found.isEmpty()) {
      throw new InputException(pattern + ": no such file, and none that matches");
    }
    return found;
  }

  private static List<Path> list(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        boolean counts = !name.startsWith(".") && !name.startsWith("_");
        if (counts && !(Files.isRegularFile(entry) && Files.size(entry) == 0)) {
          found.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new InputException(folder + ": cannot be read: " + e);
    } catch (PatternSyntaxException e) {
      throw new InputException(folder.resolve(glob) + ": no such file, and not a pattern");
    }
    found.sort(Comparator.comparing(path -> String.valueOf(path.getFileName())));
    return found;
  }
}
