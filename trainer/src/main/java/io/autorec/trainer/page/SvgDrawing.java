package io.autorec.trainer.page;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jfree.chart.JFreeChart;

/** Draws charts as SVG within a page. The same chart always gives the same text. */
final class SvgDrawing {
  // Of the library: of this run of the JVM, and of the fonts of this machine.
  private static final Pattern CLIP = Pattern.compile("(id=\"|url\\(#)(clip-?\\d+)");
  private static final Pattern FONT = Pattern.compile("font-family:&quot;.*?&quot;;");

  private SvgDrawing() {}

  /**
   * The element of a chart.
   *
   * @param label what the chart shows, for those who do not see it
   * @param key of the chart, once in a page
   */
  static String of(JFreeChart chart, int width, int height, String label, String key) {
    String svg = draw(chart, width, height);
    String body = svg.substring(svg.indexOf('>', svg.indexOf("<svg")) + 1);
    return "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(width, height, HtmlText.escape(label))
        + Ink.dye(FONT.matcher(named(body, key)).replaceAll("")).strip();
  }

  private static String draw(JFreeChart chart, int width, int height) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    Document document =
        new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(0, 0, width, height));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      document.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Gives clipping areas names that are those of this chart alone. */
  private static String named(String svg, String key) {
    Map<String, String> names = new LinkedHashMap<>();
    return CLIP.matcher(svg)
        .replaceAll(
            (MatchResult found) ->
                found.group(1)
                    + names.computeIfAbsent(
                        found.group(2), unused -> key + "-clip-" + (names.size() + 1)));
  }
}
