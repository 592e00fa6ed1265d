package io.autorec.trainer.ratings;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a CSV file, as in RFC 4180; the header is a row like any other.
 *
 * <ul>
 *   <li>A field that starts with a quote ends with one; separators, line breaks and doubled quotes
 *       in between are text. Blanks around the quotes count for nothing.
 *   <li>A quote inside any other field is text.
 *   <li>A row is malformed if a quoted field is not closed, or other text follows it. Reading can
 *       then go on at the line after the opening quote.
 * </ul>
 */
final class CsvRows implements Rows {
  private static final int LONGEST_FIELD_CHARS = 1 << 20;

  private final Path path;
  private final Lines lines;
  private final char separator;
  private final List<String> fields = new ArrayList<>();
  private long line;

  /** The line that is split, and where its next field starts. */
  private String text = "";

  private int at;

  CsvRows(Path path, BufferedReader reader, char separator) {
    this.path = path;
    this.lines = new Lines(reader);
    this.separator = separator;
  }

  @Override
  public boolean next() throws IOException {
    for (String next = lines.next(); next != null; next = lines.next()) {
      line = lines.number();
      text = next;
      at = 0;
      fields.clear();
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
  public long line() {
    return line;
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public String field(int index) {
    return fields.get(index);
  }

  /** The next field; moves past the separator after it. */
  private String nextField() throws IOException {
    int first = afterBlanks(at);
    if (first < text.length() && text.charAt(first) == '"') {
      return quotedField(first + 1);
    }
    int found = text.indexOf(separator, at);
    int end = found < 0 ? text.length() : found;
    String field = text.substring(at, end).strip();
    at = end + 1;
    return field;
  }

  private String quotedField(int start) throws IOException {
    StringBuilder field = new StringBuilder();
    List<String> further = new ArrayList<>();
    int from = start;
    while (true) {
      int quote = text.indexOf('"', from);
      if (quote < 0) {
        field.append(text, from, text.length()).append('\n');
        text = furtherLine(field.length(), further);
        from = 0;
      } else if (text.startsWith("\"\"", quote)) {
        field.append(text, from, quote + 1);
        from = quote + 2;
      } else {
        field.append(text, from, quote);
        at = afterBlanks(quote + 1);
        if (at < text.length() && text.charAt(at) != separator) {
          throw followedByText(further);
        }
        at++;
        return field.toString().strip();
      }
    }
  }

  /** The next line of a quoted field that has so many characters. */
  private String furtherLine(int chars, List<String> further) throws IOException {
    if (chars > LONGEST_FIELD_CHARS) {
      throw malformed(
          further,
          "a quoted field that is not closed within " + LONGEST_FIELD_CHARS + " characters");
    }
    String next = lines.next();
    if (next == null) {
      throw malformed(further, "a quoted field that is never closed");
    }
    further.add(next);
    return next;
  }

  private InputException followedByText(List<String> further) {
    String rest = InputException.quoted(text.substring(at));
    return malformed(
        further,
        further.isEmpty()
            ? "text after a closing quote: "
                + rest
                + " (expected: a separator; a quote inside a quoted field is written twice)"
            : "a quoted field that is not closed (its next quote, at line "
                + (lines.number() + ", stands before " + rest + ")"));
  }

  /** Goes back to the line with the opening quote, and names it. */
  private InputException malformed(List<String> further, String reason) {
    lines.putBack(further);
    return new InputException(path + ":" + lines.number() + ": " + reason);
  }

  private int afterBlanks(int start) {
    int i = start;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
