package io.autorec.trainer.records;

import io.autorec.trainer.input.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of JSON lines: an object a line, without blank lines. The names in its first 1000 objects
 * are the columns. A name that an object lacks is an empty field.
 */
public final class JsonRows extends RecordRows {
  private static final int SAMPLED_LINES = 1000;
  private static final int PEEKED_CHARS = 1 << 10;
  private static final Pattern START = Pattern.compile("\\s*(\\[\\s*)?\\{\\s*([\"}]|$)");

  private final Path path;
  private final BufferedReader reader;
  private final Deque<String> ahead = new ArrayDeque<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> nested = new LinkedHashSet<>();
  private final Map<String, Integer> indexes = new HashMap<>();
  private long line;

  /**
   * Reads the names in the first objects.
   *
   * @throws InputException if it is an array, or none of them is an object
   */
  public JsonRows(Path path, BufferedReader reader) throws IOException {
    this.path = path;
    this.reader = reader;
    while (ahead.size() < SAMPLED_LINES && sample(reader.readLine())) {}
    nested.removeAll(names);
    if (names.isEmpty()) {
      next(); // names what is wrong with the first object
      throw new InputException(path + place() + ": an object without values");
    }
  }

  /** Returns true if a text begins as JSON objects do; the reader stays where it was. */
  public static boolean startIn(BufferedReader reader) throws IOException {
    char[] start = new char[PEEKED_CHARS];
    reader.mark(PEEKED_CHARS);
    int size = Math.max(0, reader.read(start));
    reader.reset();
    return START.matcher(new String(start, 0, size)).lookingAt();
  }

  @Override
  public String description() {
    return "JSON lines";
  }

  @Override
  public List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public Set<String> nested() {
    return Set.copyOf(nested);
  }

  @Override
  public void choose(List<Integer> columns) {
    List<String> all = names();
    columns.forEach(column -> indexes.put(all.get(column), indexes.size()));
  }

  @Override
  public boolean next() throws IOException {
    for (String text = nextLine(); text != null; text = nextLine()) {
      line++;
      if (!text.isBlank()) {
        read(text);
        return true;
      }
    }
    return false;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private @Nullable String nextLine() throws IOException {
    return ahead.isEmpty() ? reader.readLine() : ahead.remove();
  }

  /** Keeps a line for later, and its names; returns false if there is none. */
  private boolean sample(@Nullable String text) {
    if (text == null) {
      return false;
    }
    ahead.add(text);
    try {
      names.addAll(JsonLine.read(text, all -> true, nested::add).keySet());
    } catch (InputException e) {
      return true; // It is refused, or counted, when it is read.
    }
    return true;
  }

  private void read(String text) {
    if (text.stripLeading().startsWith("[")) {
      throw new InputException(
          path + place() + ": a JSON array (expected: JSON lines, an object a line)");
    }
    fields = new ArrayList<>(Collections.nCopies(indexes.size(), ""));
    Set<String> unreadable = new TreeSet<>();
    try {
      JsonLine.read(text, indexes::containsKey, unreadable::add)
          .forEach((name, value) -> fields.set(indexes.getOrDefault(name, 0), value));
    } catch (InputException e) {
      throw new InputException(path + place() + ": " + e.getMessage());
    }
    if (!unreadable.isEmpty()) {
      throw new InputException(
          "%s%s: %s holds a list or an object (expected: one value)"
              .formatted(path, place(), String.join(", ", unreadable)));
    }
  }
}
