package io.autorec.trainer.page;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Builds the body of a page. Every text is escaped, unless it is said to be HTML. */
public final class HtmlText {
  private final StringBuilder html = new StringBuilder();
  private boolean isInSection;

  /** A text as HTML shows it, within an element or an attribute. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Begins a section, and ends the one before. */
  public void section(String heading) {
    end();
    isInSection = true;
    html.append("<section>\n<h2>").append(escape(heading)).append("</h2>\n");
  }

  /** A heading within a section. */
  public void heading(String heading) {
    html.append("<h3><bdi>").append(escape(heading)).append("</bdi></h3>\n");
  }

  public void paragraph(String text) {
    html.append("<p>").append(escape(text)).append("</p>\n");
  }

  /** A paragraph that explains what is above it. */
  public void note(String text) {
    html.append("<p class=\"note\">").append(escape(text)).append("</p>\n");
  }

  /** Something that is HTML already. */
  public void html(String element) {
    html.append(element).append('\n');
  }

  /**
   * A chart. Where the JVM cannot draw, since the machine has no fonts, there is a sentence that
   * says so: a version is published without charts rather than not at all.
   *
   * @param svg draws it
   */
  public void chart(Supplier<String> svg) {
    try {
      html(svg.get());
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Without fonts it is an Error of no kind, an InternalError or a LinkageError.
      note("This chart is not drawn: the Java of the training has no fonts.");
    }
  }

  /** The legend of charts: the class of each colour, and what has it. */
  public void key(Map<String, String> colours) {
    html.append("<ul class=\"key\">");
    colours.forEach(
        (css, name) -> html.append("<li><i class=\"%s\"></i>%s</li>".formatted(css, escape(name))));
    html.append("</ul>\n");
  }

  /** Names and values. */
  public void facts(Map<String, String> facts) {
    html.append("<div class=\"wide\"><table><tbody>\n");
    facts.forEach((name, value) -> row(List.of(name, value)));
    html.append("</tbody></table></div>\n");
  }

  /**
   * A table whose columns are numbers, but for the first.
   *
   * @param rows the first cell of each is its name
   */
  public void numbers(List<String> header, List<List<String>> rows) {
    table("numbers", header, rows);
  }

  /** A table of texts. */
  public void texts(List<String> header, List<List<String>> rows) {
    table("texts", header, rows);
  }

  private void table(String css, List<String> header, List<List<String>> rows) {
    html.append("<div class=\"wide\"><table class=\"").append(css).append("\"><thead><tr>");
    header.forEach(name -> html.append("<th>").append(escape(name)).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    rows.forEach(this::row);
    html.append("</tbody></table></div>\n");
  }

  private void row(List<String> cells) {
    html.append("<tr><th>").append(bdi(cells.get(0))).append("</th>");
    cells.stream().skip(1).forEach(cell -> html.append("<td>").append(bdi(cell)).append("</td>"));
    html.append("</tr>\n");
  }

  /** A text that may run from right to left, such as a title, without turning its neighbours. */
  private static String bdi(String text) {
    boolean isPlain = text.chars().allMatch(c -> c < 0x590);
    return isPlain ? escape(text) : "<bdi>" + escape(text) + "</bdi>";
  }

  /** A row of cells. */
  public static List<String> cells(String... cells) {
    return Arrays.asList(cells);
  }

  /** Ends the last section. */
  public String end() {
    if (isInSection) {
      html.append("</section>\n");
      isInSection = false;
    }
    return html.toString();
  }
}
