package io.autorec.trainer.report;

import java.util.List;
import java.util.Locale;

/**
 * Draws charts as SVG text. It does not use the JDK's drawing, which needs fonts that servers lack.
 */
final class Chart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 300;
  private static final int LEFT = 56;
  private static final int BOTTOM = 36;
  private static final int TOP = 12;
  private static final String[] COLOURS = {"#2563eb", "#ea580c", "#16a34a"};

  private Chart() {}

  /**
   * A curve.
   *
   * @param name for the legend
   * @param values at x = 1, 2, ...
   */
  record Curve(String name, List<Double> values) {}

  /** Curves over the epochs. */
  static String curves(List<Curve> curves) {
    double min = Double.MAX_VALUE;
    double max = -Double.MAX_VALUE;
    int points = 1;
    for (Curve curve : curves) {
      points = Math.max(points, curve.values.size());
      for (double value : curve.values) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    double span = Math.max(max - min, 1e-9);
    StringBuilder svg = start();
    for (int tick = 0; tick <= 4; tick++) {
      double value = min + span * tick / 4;
      text(svg, LEFT - 6, y((value - min) / span) + 4, "end", format("%.3f", value));
    }
    text(svg, LEFT, HEIGHT - 14, "start", "epoch 1");
    text(svg, WIDTH - 8, HEIGHT - 14, "end", "epoch " + points);
    for (int c = 0; c < curves.size(); c++) {
      Curve curve = curves.get(c);
      svg.append("<polyline fill='none' stroke-width='2' stroke='")
          .append(COLOURS[c % COLOURS.length])
          .append("' points='");
      for (int i = 0; i < curve.values.size(); i++) {
        double x = points == 1 ? 0 : (double) i / (points - 1);
        svg.append(format("%.1f,%.1f ", x(x), y((curve.values.get(i) - min) / span)));
      }
      svg.append("'/>");
      svg.append(
          format(
              "<text x='%d' y='%d' text-anchor='end' fill='%s'>%s</text>",
              WIDTH - 12, TOP + 16 + 18 * c, COLOURS[c % COLOURS.length], curve.name));
    }
    return svg.append("</svg>").toString();
  }

  /** Counts in equal bins. */
  static String histogram(long[] counts, double from, double binWidth) {
    long max = 1;
    for (long count : counts) {
      max = Math.max(max, count);
    }
    StringBuilder svg = start();
    double width = (double) (WIDTH - LEFT - 8) / counts.length;
    for (int i = 0; i < counts.length; i++) {
      double top = y((double) counts[i] / max);
      svg.append(
          format(
              "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'/>",
              LEFT + i * width, top, width - 1, HEIGHT - BOTTOM - top, COLOURS[0]));
      if (i % 4 == 0) {
        text(svg, LEFT + i * width, HEIGHT - 14, "middle", format("%.0f", from + i * binWidth));
      }
    }
    text(svg, LEFT - 6, y(1) + 10, "end", Long.toString(max));
    return svg.append("</svg>").toString();
  }

  /** A bar for each of some values, none negative. */
  static String bars(List<String> names, List<Double> values) {
    double max = values.stream().mapToDouble(value -> value).max().orElse(0);
    StringBuilder svg = start();
    double width = (double) (WIDTH - LEFT - 8) / Math.max(1, values.size());
    for (int i = 0; i < values.size(); i++) {
      double top = y(max == 0 ? 0 : values.get(i) / max);
      svg.append(
          format(
              "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'/>",
              LEFT + (i + 0.1) * width, top, 0.8 * width, HEIGHT - BOTTOM - top, COLOURS[0]));
      text(svg, LEFT + (i + 0.5) * width, HEIGHT - 14, "middle", HtmlReport.escape(names.get(i)));
      text(svg, LEFT + (i + 0.5) * width, top - 4, "middle", format("%.4f", values.get(i)));
    }
    return svg.append("</svg>").toString();
  }

  private static StringBuilder start() {
    return new StringBuilder(
        format(
            "<svg viewBox='0 0 %d %d' role='img' font-size='12' fill='currentColor'>"
                + "<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='currentColor'/>",
            WIDTH, HEIGHT, LEFT, HEIGHT - BOTTOM, WIDTH - 8, HEIGHT - BOTTOM));
  }

  private static double x(double share) {
    return LEFT + share * (WIDTH - LEFT - 8);
  }

  private static double y(double share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(format("<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, text));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
