package io.autorec.trainer.report;

import java.util.List;
import java.util.stream.Collectors;

/** Builds a page of Markdown. Every text is escaped, unless it is said to be Markdown. */
final class Markdown {
  private static final String SPECIAL = "\\`*[]|~#$!";

  private final StringBuilder text = new StringBuilder();

  /** A text in one line that Markdown shows as it is, also within a table. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '&' -> escaped.append("&amp;");
        case '\u2028', '\u2029' -> escaped.append(' ');
        case '_' -> escaped.append(isWithinWord(text, i) ? "_" : "\\_");
        default -> {
          if (SPECIAL.indexOf(c) >= 0) {
            escaped.append('\\');
          }
          escaped.append(Character.isISOControl(c) ? ' ' : c);
        }
      }
    }
    return escaped.toString();
  }

  /** Between letters or digits, an underscore is only that. */
  private static boolean isWithinWord(String text, int i) {
    return i > 0
        && i + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(i - 1))
        && Character.isLetterOrDigit(text.charAt(i + 1));
  }

  /** A heading of a level, 1 to 6. */
  void heading(int level, String heading) {
    text.append("#".repeat(level)).append(' ').append(escape(heading)).append("\n\n");
  }

  /** A paragraph that is Markdown already. */
  void markdown(String paragraph) {
    text.append(paragraph).append("\n\n");
  }

  /** Points that are Markdown already. */
  void points(List<String> points) {
    points.forEach(point -> text.append("- ").append(point).append('\n'));
    text.append('\n');
  }

  /** Commands, which hold no text of others. */
  void commands(String... lines) {
    text.append("```sh\n").append(String.join("\n", lines)).append("\n```\n\n");
  }

  void table(List<String> header, List<List<String>> rows) {
    row(header);
    row(header.stream().map(unused -> "---").toList());
    rows.forEach(this::row);
    text.append('\n');
  }

  private void row(List<String> cells) {
    text.append("| ")
        .append(cells.stream().map(Markdown::escape).collect(Collectors.joining(" | ")))
        .append(" |\n");
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }
}
