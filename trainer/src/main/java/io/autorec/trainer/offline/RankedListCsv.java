package io.autorec.trainer.offline;

import io.autorec.model.ModelMetadata;
import io.autorec.trainer.ranking.RankedList;
import java.io.IOException;
import java.io.Writer;

/**
 * Recommendations as CSV (RFC 4180, lines end with a line feed), with the columns that {@code
 * autorec-client recommend-all} writes: {@value #HEADER}. The score is what items are ranked by.
 * Predicted ratings are clipped to the scale; some lists have none. Both have four decimals. The
 * last column is for users who cannot be answered; here it is always empty.
 *
 * <p>For one thread at a time.
 */
public final class RankedListCsv {
  /** The first line. */
  public static final String HEADER = "user,rank,item,title,score,predicted_rating,error";

  /** 0.0001 in units of it. */
  private static final long DECIMALS = 10_000;

  private final Writer out;
  private final ModelMetadata model;
  private final StringBuilder lines = new StringBuilder();

  /**
   * Writes the header.
   *
   * @param model says what positions stand for
   */
  public RankedListCsv(Writer out, ModelMetadata model) throws IOException {
    this.out = out;
    this.model = model;
    out.write(HEADER + "\n");
  }

  /** Writes a line for each item of a list, in one go. */
  public void add(RankedList list) throws IOException {
    lines.setLength(0);
    float[] predicted = list.predicted();
    for (int i = 0; i < list.items().length; i++) {
      int item = list.items()[i];
      field(model.users().id(list.user()));
      lines.append(',').append(i + 1).append(',');
      field(model.items().id(item));
      lines.append(',');
      field(model.items().title(item));
      lines.append(',');
      number(lines, list.scores()[i]);
      lines.append(',');
      if (predicted != null) {
        number(lines, model.scale().clip(predicted[i]));
      }
      lines.append(",\n");
    }
    out.append(lines);
  }

  /** A field that holds a comma, a quote or a line end needs quotes around it. */
  private void field(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        lines.append('"').append(text.replace("\"", "\"\"")).append('"');
        return;
      }
    }
    lines.append(text);
  }

  /**
   * Appends a number as {@code %.4f} would, in a fraction of its time: a float times 10,000 is
   * exact as a double, so that rounding it is rounding the number.
   *
   * @param number finite, up to a million
   */
  static void number(StringBuilder out, float number) {
    long units = Math.round(Math.abs((double) number) * DECIMALS);
    if (Float.compare(number, 0f) < 0) {
      out.append('-');
    }
    out.append(units / DECIMALS).append('.');
    long fraction = units % DECIMALS;
    for (long unit = DECIMALS / 10; unit > 0; unit /= 10) {
      out.append((char) ('0' + fraction / unit % 10));
    }
  }
}
