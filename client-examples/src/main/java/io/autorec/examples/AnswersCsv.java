package io.autorec.examples;

import io.autorec.v1.Recommendation;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/**
 * Recommendations as CSV (RFC 4180, lines end with a line feed). The lines of a user are written in
 * one go. A user who cannot be answered has one line, with the error in the last column.
 */
final class AnswersCsv implements Closeable {

  static final String HEADER = "user,rank,item,title,score,predicted_rating,error";

  private final Writer out;

  /** Writes the header. */
  AnswersCsv(Writer out) throws IOException {
    this.out = out;
    out.write(HEADER + "\n");
  }

  void add(String user, List<Recommendation> items) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int rank = 1; rank <= items.size(); rank++) {
      Recommendation item = items.get(rank - 1);
      lines
          .append(quoted(user))
          .append(',')
          .append(rank)
          .append(',')
          .append(quoted(item.getItemId()))
          .append(',')
          .append(quoted(item.getTitle()))
          .append(',')
          .append(number(item.getScore()))
          .append(',')
          .append(item.hasPredictedRating() ? number(item.getPredictedRating()) : "")
          .append(",\n");
    }
    out.write(lines.toString());
  }

  void addError(String user, String error) throws IOException {
    out.write(quoted(user) + ",,,,,," + quoted(error) + "\n");
  }

  private static String number(float number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }

  /** Flushes the lines written so far. */
  void flush() throws IOException {
    out.flush();
    if (out instanceof PrintWriter printed && printed.checkError()) {
      throw new IOException("its reader has gone");
    }
  }

  /** Standard output stays open. */
  @Override
  public void close() throws IOException {
    flush();
    if (!(out instanceof PrintWriter)) {
      out.close();
    }
  }

  /** A field that holds a comma, a quote or a line end needs quotes around it. */
  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
