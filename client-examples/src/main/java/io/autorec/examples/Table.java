package io.autorec.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text in columns as wide as their widest cell, numbers to the right; an all-empty column is left
 * out.
 */
final class Table {

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    this.header = List.of(header);
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  void print(PrintWriter out) {
    if (rows.isEmpty()) {
      out.println("  (none)");
      return;
    }
    printRow(header, out);
    rows.forEach(row -> printRow(row, out));
  }

  static String rating(float rating) {
    return String.format(Locale.ROOT, "%.2f", rating);
  }

  static String score(float score) {
    return String.format(Locale.ROOT, "%.3f", score);
  }

  private void printRow(List<String> row, PrintWriter out) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < header.size(); column++) {
      int width = width(column);
      if (width > 0) {
        boolean last = column == header.size() - 1;
        String format = last ? "  %s" : "  %" + width + "s";
        line.append(String.format(Locale.ROOT, format, row.get(column)));
      }
    }
    out.println(line.toString().stripTrailing());
  }

  /** 0 when no row has anything in it. */
  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return widest == 0 ? 0 : Math.max(widest, header.get(column).length());
  }
}
