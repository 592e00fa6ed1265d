package io.autorec.trainer.input;

import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.fields.Blanks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one line each, with a separator between the fields: {@code a::b::c}, tabs, or blanks.
 *
 * <p>A quote is text, unless quotes enclose a whole field: {@code "a ""b"" c"} is {@code a "b" c}.
 * Such a field may contain separators if the row then has as many fields as the first row, or at
 * least three in the first row.
 */
final class PlainRows extends Rows {
  private static final Pattern BLANK = Pattern.compile("\\s+");

  private final Lines lines;
  private final String separator;
  private int width;

  PlainRows(Lines lines, String separator) {
    this.lines = lines;
    this.separator = separator;
  }

  @Override
  public boolean next() throws IOException {
    for (String text = lines.next(); text != null; text = lines.next()) {
      if (!text.isBlank()) {
        split(text);
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable RatingBlock nextBlock(Layout layout) throws IOException {
    // The first row tells how many fields there are.
    return width == 0 ? null : lines.nextBlock(layout, separator);
  }

  @Override
  public long line() {
    return lines.number();
  }

  @Override
  public void skipLines(int count) throws IOException {
    lines.skip(count);
  }

  @Override
  public void giveUpRow() {
    // It has no other line.
  }

  private void split(String text) {
    fields.clear();
    if (separator.equals(BLANKS)) {
      fields.addAll(Arrays.asList(BLANK.split(Blanks.trimmed(text))));
    } else {
      int start = 0;
      for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
        fields.add(Blanks.trimmed(text.substring(start, end)));
        start = end + separator.length();
      }
      fields.add(Blanks.trimmed(text.substring(start)));
    }
    if (text.indexOf('"') >= 0) {
      joinQuoted();
      fields.replaceAll(PlainRows::unquoted);
    }
    if (width == 0) {
      width = fields.size();
    }
  }

  /**
   * Joins the parts of a quoted field, if the row then has as many fields as the first. The first
   * row needs three fields, since no row tells how many it has.
   */
  private void joinQuoted() {
    if (fields.size() <= (width == 0 ? 3 : width)) {
      return;
    }
    List<String> joined = new ArrayList<>();
    for (int from = 0; from < fields.size(); ) {
      String field = fields.get(from);
      int to = from + 1;
      while (field.startsWith("\"") && !isEnclosed(field) && to < fields.size()) {
        field += separator + fields.get(to++);
      }
      boolean whole = isEnclosed(field);
      joined.add(whole ? field : fields.get(from));
      from = whole ? to : from + 1;
    }
    if (width == 0 ? joined.size() >= 3 : joined.size() == width) {
      fields = joined;
    }
  }

  private static String unquoted(String field) {
    return isEnclosed(field)
        ? Blanks.trimmed(field.substring(1, field.length() - 1).replace("\"\"", "\""))
        : field;
  }

  /** Returns true if quotes stand at both ends, and inside only in pairs. */
  private static boolean isEnclosed(String field) {
    int last = field.length() - 1;
    if (last < 1 || field.charAt(0) != '"' || field.charAt(last) != '"') {
      return false;
    }
    for (int i = 1; i < last; i++) {
      if (field.charAt(i) == '"' && (++i == last || field.charAt(i) != '"')) {
        return false;
      }
    }
    return true;
  }
}
