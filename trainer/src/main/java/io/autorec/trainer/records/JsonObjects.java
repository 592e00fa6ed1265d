package io.autorec.trainer.records;

import io.autorec.trainer.input.UnreadableException;
import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The texts of JSON objects, one after the other: of an array, or printed over several lines. Only
 * the ends of objects are found here; what is in them is not checked. Not thread-safe.
 */
final class JsonObjects {
  private static final int LONGEST_CHARS = 1 << 24;

  private final BufferedReader reader;
  private final boolean isArray;
  private boolean isEnded;
  private long lines = 1;
  private long line;

  /**
   * @param isArray true for the objects of an array, which begins here
   */
  JsonObjects(BufferedReader reader, boolean isArray) throws IOException {
    this.reader = reader;
    this.isArray = isArray;
    if (isArray) {
      afterBlanks(); // the bracket
    }
  }

  /** The line on which the last object starts. */
  long line() {
    return line;
  }

  /** The text of the next object, or null at the end. */
  @Nullable String next() throws IOException {
    int c = afterBlanks();
    while (c == ',') {
      c = afterBlanks();
    }
    line = lines;
    if (c == '{') {
      return object();
    }
    if (isArray && c == ']' && !isEnded) {
      isEnded = true;
      return next();
    }
    if (c < 0 && isArray && !isEnded) {
      throw new UnreadableException(
          ":" + line + ": a JSON array that is not closed (is the file cut off?)");
    }
    if (c >= 0) {
      throw new UnreadableException(
          ":%d: \"%c\" between JSON objects (expected: objects alone%s)"
              .formatted(line, (char) c, isArray ? " in the array, and nothing after it" : ""));
    }
    return null;
  }

  private String object() throws IOException {
    StringBuilder text = new StringBuilder("{");
    int depth = 1;
    boolean inString = false;
    while (depth > 0) {
      int c = read();
      if (c < 0) {
        return text.toString(); // It is refused where it is parsed.
      }
      if (text.length() == LONGEST_CHARS) {
        throw new UnreadableException(
            ":%d: a JSON object of more than %d characters".formatted(line, LONGEST_CHARS));
      }
      text.append((char) c);
      if (inString && c == '\\') {
        text.append((char) read());
      } else if (c == '"') {
        inString = !inString;
      } else if (!inString) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      }
    }
    return text.toString();
  }

  private int afterBlanks() throws IOException {
    int c = read();
    while (c >= 0 && (Character.isWhitespace(c) || c == '\uFEFF')) {
      c = read();
    }
    return c;
  }

  private int read() throws IOException {
    int c = reader.read();
    lines += c == '\n' ? 1 : 0;
    return c;
  }
}
