package io.autorec.trainer.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;

/**
 * The first line of a file that is not blank. It shows the format of the file.
 *
 * @param line the number of the line, from 1
 */
public record FirstLine(Path path, String text, int line) {
  private static final int LONGEST_CHARS = 1 << 16;

  /**
   * Reads the line, and leaves the reader where it was.
   *
   * @throws InputException if there is none, or it is no text
   */
  public static FirstLine peek(Path path, BufferedReader reader) throws IOException {
    reader.mark(LONGEST_CHARS);
    StringBuilder text = new StringBuilder();
    int line = 1;
    int left = LONGEST_CHARS;
    int c = reader.read();
    for (; c >= 0 && --left > 0; c = reader.read()) {
      if (c == 0) {
        throw new InputException(path + ":" + line + ": not text (a NUL character)");
      }
      if (c != '\n') {
        text.append((char) c);
      } else if (text.toString().isBlank()) {
        text.setLength(0);
        line++;
      } else {
        break;
      }
    }
    if (left == 0) {
      throw new InputException(path + ":" + line + ": a line of more than 65000 characters");
    }
    if (text.toString().isBlank()) {
      throw new InputException(path + ": no text in it");
    }
    reader.reset();
    return new FirstLine(path, text.toString().strip(), line);
  }

  /** The fields of the line, split at a separator; the whole line if a quote is not closed. */
  public List<String> fields(char separator) throws IOException {
    Rows rows = Rows.of(path, new BufferedReader(new StringReader(text)), separator);
    try {
      return rows.next() ? rows.fields() : List.of("");
    } catch (InputException e) {
      return List.of(text);
    }
  }
}
