package io.autorec.trainer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ranking.RankingQuality;
import io.autorec.trainer.ratings.Feedback;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
  private static final RankingComparison LISTS =
      new RankingComparison(
          RankingComparison.Settings.DEFAULT,
          4,
          11,
          23,
          2,
          List.of(
              new RankingComparison.Ranked("model", new RankingQuality(0.3125, 0.4375, 0.25)),
              new RankingComparison.Ranked("a<b", new RankingQuality(0.125, 0.0625, 1))));

  private static RunReport report(@Nullable Double validation, boolean tested) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("ksize", "8");
    settings.put("a & b", "<c>");
    List<EpochResult> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= 3; epoch++) {
      Double rmse = validation == null ? null : Double.valueOf(validation / epoch);
      epochs.add(new EpochResult(1, epoch, 1.0 / epoch, rmse, 0.5));
    }
    long[] histogram = new long[32];
    histogram[16] = 7;
    return new RunReport(
        "AutoRec, item-based, on a<b>.csv",
        Feedback.RATINGS,
        settings,
        Map.of("users", "3"),
        epochs,
        List.of(
            new TrialResult(1, "none", false, 20, 3, false, validation, true),
            new TrialResult(2, "none", true, 60, 3, true, validation, false)),
        2,
        tested ? new PredictionError(0.875, 0.625, 7, 1, 0.8125, histogram) : null,
        tested ? new RunReport.Baselines(1.25, 0.9375) : null,
        tested ? LISTS : null);
  }

  @Test
  void html_showsTheQualityOfLists() {
    String html = HtmlReport.of(report(1.5, true));
    assertTrue(html.contains("<th>model</th><td>0.3125</td><td>0.4375</td><td>25.0%</td>"), html);
    assertTrue(html.contains("a&lt;b</text>"), html);
    assertTrue(html.contains("for 11 users, who have 23 test ratings of at least 4.0"), html);
    assertFalse(HtmlReport.of(report(1.5, false)).contains("NDCG"));
  }

  @Test
  void html_showsEachTraining_andWhatWasTaken() {
    String html = HtmlReport.of(report(1.5, true));
    String row = "<td>%s</td><td>%s</td><td>1.5000</td><td>%s</td></tr>";
    assertTrue(html.contains("<td>anew</td>" + row.formatted("none", "20.0", "taken")), html);
    assertTrue(
        html.contains(
            "<td>from the best of its kind</td>"
                + row.formatted("none, implicit factors", "60.0", "")));
  }

  @Test
  void json_holdsEveryNumber_forPrograms() {
    JsonObject json = JsonParser.parseString(MetricsJson.of(report(1.5, true))).getAsJsonObject();
    assertEquals(2, json.get("bestEpoch").getAsInt());
    assertEquals(3, json.getAsJsonArray("epochs").size());
    JsonObject training = json.getAsJsonArray("trainings").get(1).getAsJsonObject();
    assertEquals(60, training.get("weightDecay").getAsDouble());
    assertFalse(training.get("isTaken").getAsBoolean());
    JsonObject last = json.getAsJsonArray("epochs").get(2).getAsJsonObject();
    assertEquals(0.5, last.get("validationRmse").getAsDouble());
    assertEquals(0.875, json.getAsJsonObject("test").get("rmse").getAsDouble());
    assertEquals(0.625, json.getAsJsonObject("test").get("mae").getAsDouble());
    assertEquals(1, json.getAsJsonObject("test").get("coldRatings").getAsInt());
    assertEquals(0.9375, json.getAsJsonObject("baselines").get("bias").getAsDouble());
    JsonObject first =
        json.getAsJsonObject("lists").getAsJsonArray("lists").get(0).getAsJsonObject();
    assertEquals("model", first.get("name").getAsString());
    assertEquals(0.4375, first.getAsJsonObject("quality").get("ndcg").getAsDouble());
    assertEquals("<c>", json.getAsJsonObject("settings").get("a & b").getAsString());
    assertEquals("3", json.getAsJsonObject("data").get("users").getAsString());
  }

  @Test
  void json_leavesOut_whatWasNotMeasured() {
    JsonObject json = JsonParser.parseString(MetricsJson.of(report(null, false))).getAsJsonObject();
    assertFalse(json.has("test"));
    assertFalse(json.has("baselines"));
    assertFalse(json.getAsJsonArray("epochs").get(0).getAsJsonObject().has("validationRmse"));
  }

  @Test
  void html_showsTheErrors_besideTheBaselines() {
    String html = HtmlReport.of(report(1.5, true));
    assertTrue(html.contains("<tr><th>AutoRec, epoch 2</th><td>RMSE 0.8750</td></tr>"));
    assertTrue(html.contains("<tr><th>user + item bias</th><td>RMSE 0.9375</td></tr>"));
    assertTrue(html.contains("<tr><th>global mean</th><td>RMSE 1.2500</td></tr>"));
    assertTrue(html.contains("<tr><th>of them cold</th><td>1</td></tr>"));
    assertEquals(3, svgs(html).size());
  }

  @Test
  void html_escapesNamesOfFilesAndSettings() {
    String html = HtmlReport.of(report(1.5, true));
    assertTrue(html.contains("<h1>AutoRec, item-based, on a&lt;b&gt;.csv</h1>"));
    assertTrue(html.contains("<tr><th>a &amp; b</th><td>&lt;c&gt;</td></tr>"));
  }

  @Test
  void html_hasNoErrors_whereNothingWasHeldOut() {
    String html = HtmlReport.of(report(null, false));
    assertFalse(html.contains("Error on held-out ratings"));
    assertFalse(html.contains("validation</text>"));
    assertEquals(1, svgs(html).size());
  }

  @Test
  void charts_areWellFormed() throws Exception {
    for (RunReport report : List.of(report(1.5, true), report(null, false))) {
      for (String svg : svgs(HtmlReport.of(report))) {
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
      }
    }
  }

  /** A lower error is drawn lower: y grows downwards. */
  @Test
  void curves_fall_whereTheErrorDoes() {
    String svg = Chart.curves(List.of(new Chart.Curve("training", List.of(1.0, 0.5, 0.25))));
    Matcher points = Pattern.compile("points='([^']*)'").matcher(svg);
    assertTrue(points.find());
    double before = -1;
    double x = -1;
    for (String point : points.group(1).strip().split(" ", -1)) {
      double[] xy = {
        Double.parseDouble(point.substring(0, point.indexOf(','))),
        Double.parseDouble(point.substring(point.indexOf(',') + 1))
      };
      assertTrue(xy[0] > x && xy[1] > before, svg);
      x = xy[0];
      before = xy[1];
    }
  }

  @Test
  void curves_areDrawn_alsoWhereAllValuesAreTheSame() {
    String svg = Chart.curves(List.of(new Chart.Curve("one", List.of(0.5))));
    assertFalse(svg.contains("NaN"), svg);
  }

  private static List<String> svgs(String html) {
    Matcher svgs = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html);
    List<String> found = new ArrayList<>();
    while (svgs.find()) {
      found.add(svgs.group());
    }
    return found;
  }
}
