package io.autorec.trainer.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a file that is neither blank nor a comment. It shows the format of the file.
 *
 * @param line the number of the line, from 1
 * @param comments the number of comments before it: lines that begin with # or %, and a blank or
 *     the same character again
 * @param separator what a line before it declares as the separator, as Excel writes it ({@code
 *     sep=;}); empty without such a line
 */
public record FirstLine(Path path, String text, int line, int comments, String separator) {
  private static final int LONGEST_CHARS = 1 << 16;
  private static final Pattern DECLARATION = Pattern.compile("\\s*\"?sep=(.)\"?\\s*");
  private static final Pattern COMMENT = Pattern.compile("\\s*([#%])(\\1|\\s|$)");

  /**
   * Reads the line, and leaves the reader where it was.
   *
   * @throws InputException if there is none, or it is no text
   */
  public static FirstLine peek(Path path, BufferedReader reader) throws IOException {
    reader.mark(LONGEST_CHARS);
    StringBuilder text = new StringBuilder();
    String separator = "";
    int line = 1;
    int comments = 0;
    int left = LONGEST_CHARS;
    int before = 0;
    int c = reader.read();
    for (; c >= 0 && --left > 0; before = c, c = reader.read()) {
      if (c == 0) {
        throw new InputException(path + ":" + line + ": not text (a NUL character)");
      }
      if (c == '\n' && before == '\r') {
        continue;
      }
      if (c != '\n' && c != '\r') {
        text.append((char) c);
        continue;
      }
      Matcher declaration = DECLARATION.matcher(text);
      if (declaration.matches() && separator.isEmpty()) {
        separator = declaration.group(1);
      } else if (COMMENT.matcher(text).lookingAt()) {
        comments++;
      } else if (!text.toString().isBlank()) {
        break;
      }
      text.setLength(0);
      line++;
    }
    if (left == 0) {
      throw new InputException(path + ":" + line + ": a line of more than 65000 characters");
    }
    if (text.toString().isBlank() || COMMENT.matcher(text).lookingAt()) {
      throw new InputException(path + ": no text in it");
    }
    reader.reset();
    return new FirstLine(path, text.toString().strip(), line, comments, separator);
  }

  /** The rows of the file from this line on. */
  public Rows rows(Lines lines, String separator) throws IOException {
    Rows rows = Rows.of(path, lines, separator);
    rows.skipLines(line - 1);
    return rows;
  }

  /** The fields of the line, split at a separator; the whole line if a quote is not closed. */
  public List<String> fields(String separator) throws IOException {
    return split(text, separator);
  }

  /** The fields of any line, likewise. */
  public static List<String> split(String text, String separator) throws IOException {
    Rows rows = Rows.of(Path.of(""), new BufferedReader(new StringReader(text)), separator);
    try {
      return rows.next() ? rows.fields() : List.of("");
    } catch (InputException e) {
      return List.of(text);
    }
  }
}
