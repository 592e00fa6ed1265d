package io.autorec.trainer.benchmark;

import io.autorec.trainer.page.HtmlText;
import io.autorec.trainer.ranking.ListOrders;
import io.autorec.trainer.ranking.RankingQuality;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The quality of lists as a table: a row for each recipe, and one for the items with most ratings.
 *
 * @param heading how the lists were made and measured
 * @param rows the rows, worst first
 */
record ListTable(String heading, List<Row> rows) {
  record Row(String name, Interval recall, Interval ndcg, Interval coverage, int splits) {
    static Row of(String name, Collection<RankingQuality> lists) {
      return new Row(
          name,
          interval(lists, RankingQuality::recall),
          interval(lists, RankingQuality::ndcg),
          interval(lists, list -> 100 * list.coverage()),
          lists.size());
    }

    private static Interval interval(
        Collection<RankingQuality> lists, ToDoubleFunction<RankingQuality> number) {
      return Interval.of(lists.stream().mapToDouble(number).toArray());
    }

    private String coveragePercent() {
      String mean = String.format(Locale.ROOT, "%.1f%%", coverage.mean());
      return Double.isNaN(coverage.halfWidth())
          ? mean
          : mean + String.format(Locale.ROOT, " ± %.1f%%", coverage.halfWidth());
    }
  }

  /** The table of those measurements that have lists; without rows if none has. */
  static ListTable of(List<SplitResult> measurements) {
    Map<String, List<RankingQuality>> byRecipe = new TreeMap<>();
    // The same for all recipes of a split.
    Map<Long, RankingQuality> mostRatings = new LinkedHashMap<>();
    String heading = "";
    for (SplitResult measurement : measurements) {
      SplitLists lists = measurement.lists();
      if (lists != null) {
        byRecipe
            .computeIfAbsent(measurement.recipe(), name -> new ArrayList<>())
            .add(lists.byChoice());
        mostRatings.putIfAbsent(measurement.seed(), lists.mostRatings());
        heading =
            measurement.rmse() == null
                ? "Lists by the ranking head; the test interactions are relevant."
                : String.format(
                    Locale.ROOT,
                    "Lists by the ranking head, with its defaults; test ratings of %s and above are"
                        + " relevant.",
                    lists.relevant());
      }
    }
    List<Row> rows = new ArrayList<>();
    if (!mostRatings.isEmpty()) {
      rows.add(Row.of(ListOrders.MOST_RATINGS, mostRatings.values()));
    }
    byRecipe.forEach((recipe, lists) -> rows.add(Row.of(recipe, lists)));
    rows.sort((a, b) -> Double.compare(a.ndcg.mean(), b.ndcg.mean()));
    return new ListTable(heading, rows);
  }

  /** The table for a terminal; "" without rows. */
  String text() {
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n").append(heading).append("\n\n");
    text.append(line("lists", recall(), ndcg(), "coverage", "splits"));
    for (Row row : rows) {
      text.append(
          line(
              row.name,
              row.recall.toString(),
              row.ndcg.toString(),
              row.coveragePercent(),
              "" + row.splits));
    }
    return text.toString();
  }

  private static String line(
      String name, String recall, String ndcg, String coverage, String splits) {
    return String.format(
        Locale.ROOT, "%-24s  %-16s  %-16s  %-13s  %6s%n", name, recall, ndcg, coverage, splits);
  }

  private static String recall() {
    return "Recall@" + SplitLists.TOP;
  }

  private static String ndcg() {
    return "NDCG@" + SplitLists.TOP;
  }

  /** The table for the HTML page; "" without rows. */
  String html() {
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<h2>Lists</h2>\n<p>").append(HtmlText.escape(heading));
    html.append("</p>\n<table><tr><th>lists<th>")
        .append(recall())
        .append("<th>")
        .append(ndcg())
        .append("<th>coverage<th>splits</tr>\n");
    for (Row row : rows) {
      html.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s<td>%s<td>%s<td>%s<td>%d</tr>%n",
              HtmlText.escape(row.name),
              row.recall,
              row.ndcg,
              row.coveragePercent(),
              row.splits));
    }
    return html.append("</table>\n").toString();
  }
}
