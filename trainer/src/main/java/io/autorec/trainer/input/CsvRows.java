package io.autorec.trainer.input;

import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.fields.Blanks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file, as in RFC 4180; the header is a row like any other.
 *
 * <ul>
 *   <li>A field that starts with a quote ends with one; separators, line breaks and doubled quotes
 *       in between are text. Blanks around the quotes are ignored.
 *   <li>A quote inside any other field is text.
 *   <li>A row is malformed if a quoted field is not closed, or other text follows it.
 * </ul>
 */
final class CsvRows extends Rows {
  private static final int LONGEST_FIELD_CHARS = 1 << 20;

  private final Lines lines;
  private final Path path;
  private final char separator;
  private long line;

  /** The further lines of the row. */
  private final List<String> further = new ArrayList<>();

  /** The line that is being split; {@code at} is where its next field starts. */
  private String text = "";

  private int at;

  CsvRows(Path path, Lines lines, char separator) {
    this.lines = lines;
    this.path = path;
    this.separator = separator;
  }

  @Override
  public boolean next() throws IOException {
    for (String next = lines.next(); next != null; next = lines.next()) {
      line = lines.number();
      text = next;
      at = 0;
      fields.clear();
      further.clear();
      while (at <= text.length()) {
        fields.add(nextField());
      }
      if (size() > 1 || !field(0).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable RatingBlock nextBlock(Layout layout) throws IOException {
    return lines.nextBlock(layout, String.valueOf(separator));
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void skipLines(int count) throws IOException {
    lines.skip(count);
  }

  @Override
  public List<String> furtherLines() {
    return List.copyOf(further);
  }

  @Override
  public void giveUpRow() {
    lines.putBack(further);
    further.clear();
  }

  /** The next field; moves past the separator after it. */
  private String nextField() throws IOException {
    int first = afterBlanks(at);
    if (first < text.length() && text.charAt(first) == '"') {
      return quotedField(first + 1);
    }
    int found = text.indexOf(separator, at);
    int end = found < 0 ? text.length() : found;
    String field = Blanks.trimmed(text.substring(at, end));
    at = end + 1;
    return field;
  }

  private String quotedField(int start) throws IOException {
    StringBuilder field = new StringBuilder();
    int before = further.size();
    int from = start;
    while (true) {
      int quote = text.indexOf('"', from);
      if (quote < 0) {
        field.append(text, from, text.length()).append('\n');
        text = furtherLine(field.length(), before);
        from = 0;
      } else if (text.startsWith("\"\"", quote)) {
        field.append(text, from, quote + 1);
        from = quote + 2;
      } else {
        field.append(text, from, quote);
        at = afterBlanks(quote + 1);
        if (at < text.length() && text.charAt(at) != separator) {
          throw followedByText(before);
        }
        at++;
        return Blanks.trimmed(field.toString());
      }
    }
  }

  /**
   * Reads the next line of a quoted field.
   *
   * @param chars the characters of the field so far
   * @param before the number of further lines that the row had when the field began
   */
  private String furtherLine(int chars, int before) throws IOException {
    if (chars > LONGEST_FIELD_CHARS) {
      throw malformed(
          before,
          "a quoted field that is not closed within " + LONGEST_FIELD_CHARS + " characters");
    }
    String next = lines.next();
    if (next == null) {
      throw malformed(before, "a quoted field that is never closed");
    }
    further.add(next);
    return next;
  }

  private InputException followedByText(int before) {
    String rest = InputException.quoted(text.substring(at));
    return malformed(
        before,
        further.size() == before
            ? "text after a closing quote: "
                + rest
                + " (expected: a separator; a quote inside a quoted field is written twice)"
            : "a quoted field that is not closed (its next quote, at line "
                + (lines.number() + ", stands before " + rest + ")"));
  }

  /** Gives the row up, and names the line with the opening quote. */
  private InputException malformed(int before, String reason) {
    long opened = lines.number() - (further.size() - before);
    giveUpRow();
    return new InputException(path + ":" + opened + ": " + reason);
  }

  private int afterBlanks(int start) {
    int i = start;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
