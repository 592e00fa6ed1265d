package io.autorec.trainer.page;

import java.awt.BasicStroke;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;

/** The charts of a report. Their legends are text of the page. */
public final class Charts {
  /** Wide enough for a screen, and readable when a phone shows it at two thirds. */
  private static final int WIDTH = 500;

  private static final int HEIGHT = 250;
  private static final int SMALL_WIDTH = 360;
  private static final int SMALL_HEIGHT = 200;
  private static final int BAR = 22;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final BasicStroke LINE = new BasicStroke(2);
  private static final BasicStroke THIN = new BasicStroke(0.5f);

  private Charts() {}

  /**
   * A curve.
   *
   * @param values at x = 1, 2, ...
   */
  public record Curve(Ink ink, List<Double> values) {}

  /** A level that curves are compared with. */
  public record Level(Ink ink, double value) {}

  /**
   * Curves over the epochs, on a y axis from one value to another.
   *
   * @param isSmall whether it stands beside others
   */
  public static String curves(
      String label,
      String key,
      List<Curve> curves,
      List<Level> levels,
      double from,
      double to,
      boolean isSmall) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    int epochs = 1;
    for (int c = 0; c < curves.size(); c++) {
      Curve curve = curves.get(c);
      XYSeries series = new XYSeries(c);
      for (int i = 0; i < curve.values().size(); i++) {
        series.add(i + 1, curve.values().get(i));
      }
      data.addSeries(series);
      renderer.setSeriesPaint(c, curve.ink().standIn());
      renderer.setSeriesStroke(c, LINE);
      // A line of one point is none.
      renderer.setSeriesShapesVisible(c, curve.values().size() == 1);
      epochs = Math.max(epochs, curve.values().size());
    }
    NumberAxis x = numbers("epoch");
    x.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    x.setRange(epochs == 1 ? 0 : 1, Math.max(2, epochs));
    NumberAxis y = numbers(null);
    y.setRange(from, Math.max(to, from + 1e-6));
    XYPlot plot = new XYPlot(data, x, y, renderer);
    for (Level level : levels) {
      plot.addRangeMarker(
          new ValueMarker(level.value(), level.ink().standIn(), dashed(level.ink())));
    }
    return isSmall
        ? draw(plain(plot), SMALL_WIDTH, SMALL_HEIGHT, label, key)
        : draw(plain(plot), WIDTH, HEIGHT, label, key);
  }

  private static BasicStroke dashed(Ink ink) {
    float[] dashes = ink == Ink.MEAN ? new float[] {2, 3} : new float[] {7, 4};
    return new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
  }

  /**
   * Two bars for each name, one below the other.
   *
   * @param first the values of the first bars, none negative
   * @param second those of the second
   */
  public static String bars(
      String label, String key, List<String> names, List<Double> first, List<Double> second) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (int i = 0; i < names.size(); i++) {
      data.addValue(first.get(i), "first", names.get(i));
      data.addValue(second.get(i), "second", names.get(i));
    }
    CategoryPlot plot =
        barPlot(data, PlotOrientation.HORIZONTAL, new DecimalFormat("0.0000", symbols()));
    return draw(plain(plot), WIDTH, 50 + 3 * BAR * names.size(), label, key);
  }

  /** A column for each of a few different numbers, or a histogram of many. */
  public static String counts(String label, String key, NavigableMap<Float, Integer> counts) {
    if (counts.size() > 12) {
      double from = counts.firstKey();
      double width = (counts.lastKey() - from) / 20;
      long[] bins = new long[20];
      counts.forEach((value, n) -> bins[Math.min(19, (int) ((value - from) / width))] += n);
      return histogram(label, key, bins, from, width, "rating");
    }
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    counts.forEach((value, n) -> data.addValue(n, "ratings", Figures.number(value)));
    CategoryPlot plot = barPlot(data, PlotOrientation.VERTICAL, grouped());
    return draw(plain(plot), WIDTH, HEIGHT, label, key);
  }

  /** Counts in equal bins. */
  public static String histogram(
      String label, String key, long[] counts, double from, double binWidth, String name) {
    XYSeries series = new XYSeries("counts");
    for (int bin = 0; bin < counts.length; bin++) {
      series.add(from + (bin + 0.5) * binWidth, (double) counts[bin]);
    }
    XYBarRenderer renderer = new XYBarRenderer(0.08);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setSeriesPaint(0, Ink.FIRST.standIn());
    NumberAxis x = numbers(name);
    x.setRange(from, from + counts.length * binWidth);
    NumberAxis y = numbers(null);
    y.setNumberFormatOverride(grouped());
    y.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    XYBarDataset data = new XYBarDataset(new XYSeriesCollection(series), binWidth);
    return draw(plain(new XYPlot(data, x, y, renderer)), WIDTH, HEIGHT, label, key);
  }

  private static CategoryPlot barPlot(
      DefaultCategoryDataset data, PlotOrientation orientation, NumberFormat format) {
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.05);
    renderer.setMaximumBarWidth(0.3);
    renderer.setSeriesPaint(0, Ink.FIRST.standIn());
    renderer.setSeriesPaint(1, Ink.SECOND.standIn());
    renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", format));
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelFont(FONT);
    renderer.setDefaultItemLabelPaint(Ink.TEXT.standIn());
    if (orientation.isHorizontal()) {
      renderer.setDefaultPositiveItemLabelPosition(
          new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    }
    NumberAxis values = numbers(null);
    values.setNumberFormatOverride(
        orientation.isVertical() ? format : new DecimalFormat("0.##", symbols()));
    // Room for the labels.
    values.setUpperMargin(0.18);
    CategoryAxis names = new CategoryAxis();
    names.setMaximumCategoryLabelWidthRatio(0.5f);
    colour(names);
    CategoryPlot plot = new CategoryPlot(data, names, values, renderer);
    plot.setOrientation(orientation);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    plot.setRangeGridlinePaint(Ink.GRID.standIn());
    plot.setRangeGridlineStroke(THIN);
    return plot;
  }

  private static NumberAxis numbers(@Nullable String name) {
    NumberAxis axis = new NumberAxis(name);
    axis.setAutoRangeIncludesZero(true);
    colour(axis);
    return axis;
  }

  private static void colour(Axis axis) {
    axis.setLabelFont(FONT);
    axis.setTickLabelFont(FONT);
    axis.setLabelPaint(Ink.TEXT.standIn());
    axis.setTickLabelPaint(Ink.TEXT.standIn());
    axis.setAxisLinePaint(Ink.GRID.standIn());
    axis.setTickMarkPaint(Ink.GRID.standIn());
  }

  private static Plot plain(Plot plot) {
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    if (plot instanceof XYPlot xy) {
      xy.setDomainGridlinesVisible(false);
      xy.setRangeGridlinePaint(Ink.GRID.standIn());
      xy.setRangeGridlineStroke(THIN);
    }
    return plot;
  }

  private static String draw(Plot plot, int width, int height, String label, String key) {
    JFreeChart chart = new JFreeChart(null, FONT, plot, false);
    chart.setBackgroundPaint(null);
    return SvgDrawing.of(chart, width, height, label, key);
  }

  private static DecimalFormat grouped() {
    return new DecimalFormat("#,##0", symbols());
  }

  private static DecimalFormatSymbols symbols() {
    return DecimalFormatSymbols.getInstance(Locale.ROOT);
  }
}
