package io.autorec.trainer.benchmark;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.autorec.model.files.AtomicFile;
import io.autorec.trainer.files.NewFile;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.page.HtmlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All results of a benchmark, as files: {@code benchmark.json}, which a stopped benchmark continues
 * from, {@code benchmark.txt} and {@code benchmark.html}.
 *
 * @param data the ratings file, for the heading
 * @param protocol how the numbers were measured, in a sentence
 * @param published published numbers, for comparison
 * @param measurements the measurements, in the order in which they were made
 */
public record BenchmarkTable(
    String data, String protocol, List<Published> published, List<SplitResult> measurements) {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
  private static final String JSON = "benchmark.json";

  private record RecipeMean(
      String recipe, Interval rmse, Interval mae, Interval bias, int splits, Interval seconds) {}

  /** Refuses a folder that cannot be written to, before anything is measured. */
  static void requireWritable(Path out) {
    try {
      Files.createDirectories(out);
      Files.delete(Files.createTempFile(out, ".writable-", ""));
    } catch (IOException e) {
      throw new InputException("--out: " + out + " cannot be written to: " + NewFile.reason(e));
    }
  }

  /** Reads the measurements in a folder; empty if there are none. */
  public static List<SplitResult> read(Path folder) throws IOException {
    Path file = folder.resolve(JSON);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      BenchmarkTable table = GSON.fromJson(Files.readString(file), BenchmarkTable.class);
      return table == null || table.measurements == null ? List.of() : table.measurements;
    } catch (JsonParseException e) {
      throw new IOException(file + ": no benchmark of this program");
    }
  }

  /** Writes all three files. A reader sees either the old or the new ones. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    AtomicFile.write(folder.resolve(JSON), GSON.toJson(this) + "\n");
    AtomicFile.write(folder.resolve("benchmark.txt"), text());
    AtomicFile.write(folder.resolve("benchmark.html"), html());
  }

  /** The rows of those measurements that have errors. */
  private List<RecipeMean> rows() {
    Map<String, List<SplitResult>> byRecipe = new TreeMap<>();
    for (SplitResult measurement : measurements) {
      if (measurement.rmse() != null) {
        byRecipe.computeIfAbsent(measurement.recipe(), name -> new ArrayList<>()).add(measurement);
      }
    }
    List<RecipeMean> rows = new ArrayList<>();
    byRecipe.forEach(
        (recipe, of) ->
            rows.add(
                new RecipeMean(
                    recipe,
                    interval(of, SplitResult::rmse),
                    interval(of, SplitResult::mae),
                    interval(of, SplitResult::biasRmse),
                    of.size(),
                    Interval.of(of.stream().mapToDouble(SplitResult::seconds).toArray()))));
    rows.sort((a, b) -> Double.compare(b.rmse.mean(), a.rmse.mean()));
    return rows;
  }

  private static Interval interval(
      List<SplitResult> of, Function<SplitResult, @Nullable Double> number) {
    return Interval.of(
        of.stream()
            .map(number)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray());
  }

  /** The tables for a terminal, worst first. */
  public String text() {
    StringBuilder text = new StringBuilder(data).append('\n').append(protocol).append('\n');
    List<RecipeMean> rows = rows();
    if (!rows.isEmpty()) {
      appendErrors(text.append('\n'), rows);
    }
    text.append(ListTable.of(measurements).text());
    if (!published.isEmpty()) {
      appendPublished(text);
    }
    return text.toString();
  }

  private static void appendErrors(StringBuilder text, List<RecipeMean> rows) {
    text.append(line("recipe", "test RMSE", "MAE", "bias baseline", "splits", "seconds each"));
    for (RecipeMean row : rows) {
      text.append(
          line(
              row.recipe,
              row.rmse.toString(),
              String.format(Locale.ROOT, "%.4f", row.mae.mean()),
              String.format(Locale.ROOT, "%.4f", row.bias.mean()),
              "" + row.splits,
              String.format(Locale.ROOT, "%.0f", row.seconds.mean())));
    }
  }

  private void appendPublished(StringBuilder text) {
    text.append("\npublished by others\n");
    for (Published row : published) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-11s %-36s %.4f  %s%n",
              row.data(),
              row.model(),
              row.rmse(),
              row.source()));
    }
  }

  private static String line(
      String recipe, String rmse, String mae, String bias, String splits, String seconds) {
    return String.format(
        Locale.ROOT,
        "%-24s  %-16s  %-6s  %-13s  %6s  %12s%n",
        recipe,
        rmse,
        mae,
        bias,
        splits,
        seconds);
  }

  private String html() {
    StringBuilder html =
        new StringBuilder(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>AutoRec benchmark</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 900px; margin: 2em auto; padding: 0 1em }
            td, th { padding: .2em .8em .2em 0; text-align: left }
            </style></head><body>
            """);
    html.append("<h1>")
        .append(HtmlText.escape(data))
        .append("</h1>\n<p>")
        .append(HtmlText.escape(protocol));
    html.append("</p>\n");
    List<RecipeMean> rows = rows();
    if (!rows.isEmpty()) {
      appendErrorsAsHtml(html, rows);
    }
    html.append(ListTable.of(measurements).html());
    if (!published.isEmpty()) {
      appendPublishedAsHtml(html);
    }
    return html.append("</body></html>\n").toString();
  }

  private static void appendErrorsAsHtml(StringBuilder html, List<RecipeMean> rows) {
    html.append("<table><tr><th>recipe<th>test RMSE<th>MAE<th>bias baseline<th>splits");
    html.append("<th>seconds each</tr>\n");
    for (RecipeMean row : rows) {
      html.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s<td>%s<td>%.4f<td>%.4f<td>%d<td>%.0f</tr>%n",
              HtmlText.escape(row.recipe),
              row.rmse,
              row.mae.mean(),
              row.bias.mean(),
              row.splits,
              row.seconds.mean()));
    }
    html.append("</table>\n");
  }

  private void appendPublishedAsHtml(StringBuilder html) {
    html.append("<h2>Published by others</h2>\n<table>");
    for (Published row : published) {
      html.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s<td>%s<td>%.4f<td>%s</tr>%n",
              row.data(),
              row.model(),
              row.rmse(),
              HtmlText.escape(row.source())));
    }
    html.append("</table>\n");
  }
}
