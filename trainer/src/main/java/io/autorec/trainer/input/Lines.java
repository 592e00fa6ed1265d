package io.autorec.trainer.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a text, with their numbers; lines that were read can be put back. */
final class Lines {
  private final BufferedReader reader;
  private final Deque<String> returned = new ArrayDeque<>();
  private long number;

  Lines(BufferedReader reader) {
    this.reader = reader;
  }

  /** The next line, or null at the end. */
  @Nullable String next() throws IOException {
    String line = returned.isEmpty() ? reader.readLine() : returned.pop();
    if (line != null) {
      number++;
    }
    return line;
  }

  /** Passes over lines. */
  void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  /** The number of the line that was read last; the first line is 1. */
  long number() {
    return number;
  }

  /** Puts back the lines that were read last, in the order in which they were read. */
  void putBack(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      returned.push(lines.get(i));
    }
    number -= lines.size();
  }
}
