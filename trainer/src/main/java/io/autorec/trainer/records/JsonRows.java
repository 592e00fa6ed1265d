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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of JSON lines, an object a line, or of the objects of an array, or of objects that are
 * printed over several lines. The names in the first 1000 objects are the columns. A name that an
 * object lacks is an empty field.
 */
public final class JsonRows extends RecordRows {
  private static final int SAMPLED_LINES = 1000;
  private static final int PEEKED_CHARS = 1 << 10;
  private static final Pattern START = Pattern.compile("\\s*(\\[\\s*)?\\{\\s*(u?[\"'}]|$)");

  /** How an array starts, and an object with a line for each of its values. */
  private static final Pattern SEVERAL_LINES = Pattern.compile("\\s*(\\[|\\{\\s*\\R)");

  private final Path path;
  private final BufferedReader reader;

  /** The objects, unless there is one on each line. */
  private final @Nullable JsonObjects objects;

  private final Deque<Sample> ahead = new ArrayDeque<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> nested = new LinkedHashSet<>();
  private final Map<String, Integer> indexes = new HashMap<>();
  private List<String> chosen = List.of();

  /** The chosen names that the object lacks. */
  private final Set<String> absent = new HashSet<>();

  private long read;
  private long line;

  /**
   * Reads the names in the first objects.
   *
   * @throws InputException if none of them is an object with a value
   */
  public JsonRows(Path path, BufferedReader reader) throws IOException {
    this.path = path;
    this.reader = reader;
    String start = start(reader);
    this.objects =
        SEVERAL_LINES.matcher(start).lookingAt()
            ? new JsonObjects(reader, start.stripLeading().startsWith("["))
            : null;
    while (ahead.size() < SAMPLED_LINES && sample(readObject())) {}
    nested.removeAll(names);
    if (names.isEmpty()) {
      requireOneValueEach(ahead.peek());
      throw new InputException(
          path
              + place()
              + ": an object without values"
              + (nested.isEmpty()
                  ? ""
                  : ", but for lists and objects in "
                      + InputException.quoted(String.join(", ", nested))
                      + " (expected: an object for each rating; from pandas by orient=\"records\")"));
    }
  }

  /** Returns true if a text begins as JSON objects do; the reader stays where it was. */
  public static boolean startIn(BufferedReader reader) throws IOException {
    return START.matcher(start(reader)).lookingAt();
  }

  private static String start(BufferedReader reader) throws IOException {
    char[] start = new char[PEEKED_CHARS];
    reader.mark(PEEKED_CHARS);
    int size = Math.max(0, reader.read(start));
    reader.reset();
    return new String(start, 0, size);
  }

  @Override
  public String description() {
    return objects == null ? "JSON lines" : "JSON";
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
    chosen = columns.stream().map(all::get).toList();
    chosen.forEach(name -> indexes.put(name, indexes.size()));
  }

  @Override
  public boolean next() throws IOException {
    Sample next = ahead.isEmpty() ? readObject() : ahead.remove();
    if (next == null) {
      return false;
    }
    line = next.line;
    read(next.text);
    return true;
  }

  @Override
  public String whyEmpty(int index) {
    String name = chosen.get(index);
    return absent.contains(name) ? ": no " + name + " in the object" : "";
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private @Nullable Sample readObject() throws IOException {
    if (objects != null) {
      String text = objects.next();
      return text == null ? null : new Sample(text, objects.line());
    }
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      read++;
      if (!text.isBlank()) {
        String stripped = text.strip();
        boolean goesOn = stripped.endsWith("},"); // lines of an array without its brackets
        return new Sample(goesOn ? stripped.substring(0, stripped.length() - 1) : text, read);
      }
    }
    return null;
  }

  /** Keeps an object for later, and its names; returns false if there is none. */
  private boolean sample(@Nullable Sample sample) {
    if (sample == null) {
      return false;
    }
    ahead.add(sample);
    try {
      names.addAll(JsonLine.read(sample.text, all -> true, nested::add).keySet());
    } catch (InputException e) {
      return true; // It is refused, or counted, when it is read.
    }
    return true;
  }

  /** Refuses an object that is broken, or has two values of one name. */
  private void requireOneValueEach(@Nullable Sample first) {
    if (first != null) {
      line = first.line;
      try {
        JsonLine.read(first.text, all -> true, name -> {});
      } catch (InputException e) {
        throw here(e);
      }
    }
  }

  private InputException here(InputException e) {
    return new InputException(path + place() + ": " + e.getMessage());
  }

  private void read(String text) {
    fields = new ArrayList<>(Collections.nCopies(indexes.size(), ""));
    Set<String> unreadable = new TreeSet<>();
    absent.clear();
    absent.addAll(chosen);
    try {
      JsonLine.read(text, indexes::containsKey, unreadable::add)
          .forEach(
              (name, value) -> {
                fields.set(indexes.getOrDefault(name, 0), value);
                absent.remove(name);
              });
    } catch (InputException e) {
      throw here(e);
    }
    if (!unreadable.isEmpty()) {
      throw new InputException(
          "%s%s: %s holds a list or an object (expected: one value)"
              .formatted(path, place(), String.join(", ", unreadable)));
    }
  }

  /**
   * An object that was read to find the names.
   *
   * @param line the line that it starts on
   */
  private record Sample(String text, long line) {}
}
