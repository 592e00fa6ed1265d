package io.autorec.trainer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.evaluation.TrialResult;
import io.autorec.trainer.page.Charts;
import io.autorec.trainer.page.HtmlText;
import io.autorec.trainer.page.Ink;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ranking.RankingQuality;
import io.autorec.trainer.ratings.Feedback;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  private static final DataProfile PROFILE =
      new DataProfile(
          new TreeMap<>(Map.of(1f, 1000, 4.5f, 20)),
          List.of(new DataProfile.MostRated("Up & <script>alert(1)</script>", 1020)),
          "1997-09-20 to 1998-04-22");
  private static final ExampleUser EXAMPLE =
      new ExampleUser(
          "u\"1",
          2,
          List.of(new ExampleUser.Rated("<script>alert(2)</script>", 4.5f)),
          List.of(
              new ExampleUser.Listed("Fargo", 3.25f, 4f),
              new ExampleUser.Listed("' onload='x", null, null)));

  static RunReport report(@Nullable Double validation, boolean tested) {
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
    RunReportBuilder report =
        RunReportBuilder.builder()
            .name("films")
            .title("AutoRec, item-based, on a<b>.csv")
            .feedback(Feedback.RATINGS)
            .orientation(Orientation.ITEM)
            .scale(new RatingScale(1, 5))
            .settings(settings)
            .data(Map.of("users", "3456"))
            .profile(PROFILE)
            .epochs(epochs)
            .trials(
                List.of(
                    new TrialResult(1, "none", false, 20, 3, false, validation, true),
                    new TrialResult(2, "none", true, 60, 3, true, validation, false)))
            .bestEpoch(2)
            .examples(List.of(EXAMPLE));
    if (validation != null) {
      report.validationRmse(validation).validationBaselines(new RunReport.Baselines(1.2, 0.95));
    }
    if (tested) {
      report
          .test(new PredictionError(0.875, 0.625, 7, 1, 0.8125, histogram))
          .baselines(new RunReport.Baselines(1.25, 0.9375))
          .lists(LISTS);
    }
    return report.build();
  }

  @Test
  void html_showsTheQualityOfLists() {
    String html = HtmlReport.of(report(1.5, true));
    assertTrue(html.contains("<th>model</th><td>0.3125</td><td>0.4375</td><td>25.0%</td>"), html);
    assertTrue(html.contains("a&lt;b</text>"), html);
    assertTrue(html.contains("for 11 users, who have 23 test ratings of at least 4. "), html);
    assertFalse(HtmlReport.of(report(1.5, false)).contains("NDCG"));
  }

  @Test
  void html_showsEachTraining_andWhatWasTaken() {
    String html = HtmlReport.of(report(1.5, true));
    String row = "<td>%s</td><td>%s</td><td>1.5000</td><td>%s</td></tr>";
    assertTrue(html.contains("<td>anew</td>" + row.formatted("none", "20", "taken")), html);
    assertTrue(
        html.contains(
            "<td>from the best of its kind</td>"
                + row.formatted("none, implicit factors", "60", "")));
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
    assertEquals("3456", json.getAsJsonObject("data").get("users").getAsString());
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
    assertTrue(
        html.contains("<tr><th>AutoRec, epoch 2</th><td>0.8750</td><td>0.6250</td></tr>"), html);
    assertTrue(html.contains("<tr><th>user + item bias</th><td>0.9375</td><td></td></tr>"));
    assertTrue(html.contains("<tr><th>global mean</th><td>1.2500</td><td></td></tr>"));
    assertTrue(html.contains("Of 7 test ratings, 1 are cold"));
    // Errors, lists, one training, counts of ratings.
    assertEquals(4, svgs(html).size());
  }

  @Test
  void html_showsUsersAndTheirLists() {
    String html = HtmlReport.of(report(1.5, true));
    assertTrue(html.contains("<tr><th>Fargo</th><td>3.3</td><td>4</td></tr>"), html);
    assertTrue(html.contains("User u&quot;1: 2 ratings"), html);
  }

  @Test
  void html_showsNumbersAsPeopleReadThem() {
    String html = HtmlReport.of(report(1.5, true));
    assertTrue(html.contains("<th>users</th><td>3,456</td>"), html);
    assertTrue(html.contains("<th>times</th><td>1997-09-20 to 1998-04-22</td>"), html);
    assertTrue(html.contains(">1,000</text>"), html);
  }

  /** Of charts, names of clipping areas and fonts would differ. */
  @Test
  void html_isTheSame_forTheSameRun() {
    String html = HtmlReport.of(report(1.5, true));
    assertEquals(html, HtmlReport.of(report(1.5, true)));
    assertFalse(html.contains("font-family:&quot;"), html);
    List<String> ids = new ArrayList<>();
    Matcher found = Pattern.compile("id=\"([^\"]*)\"").matcher(html);
    while (found.find()) {
      ids.add(found.group(1));
    }
    assertEquals(ids.size(), Set.copyOf(ids).size(), ids.toString());
  }

  @Test
  void html_saysSo_whereAChartCannotBeDrawn() {
    HtmlText html = new HtmlText();
    html.chart(
        () -> {
          throw new InternalError("Fontconfig head is null, check your fonts");
        });
    assertTrue(html.end().contains("This chart is not drawn"), html.end());
  }

  @Test
  void html_runsAndLoadsNothing() {
    String html = HtmlReport.of(report(1.5, true));
    assertTrue(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'"), html);
    assertFalse(html.contains("<script"), html);
    assertFalse(html.contains("onload='"), html);
    assertFalse(html.replace("http-equiv", "").contains("http"), html);
  }

  @Test
  void html_escapesNamesOfFilesAndSettings() {
    String html = HtmlReport.of(report(1.5, true));
    assertTrue(html.contains("<h1><bdi>AutoRec, item-based, on a&lt;b&gt;.csv</bdi></h1>"));
    assertTrue(html.contains("<tr><th>a &amp; b</th><td>&lt;c&gt;</td></tr>"));
  }

  @Test
  void html_hasNoErrors_whereNothingWasHeldOut() {
    String html = HtmlReport.of(report(null, false));
    assertFalse(html.contains("Error on held-out ratings"));
    assertFalse(html.contains("validation</li>"));
    assertEquals(2, svgs(html).size());
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
    String svg = curves(List.of(1.0, 0.5, 0.25));
    Matcher line = Pattern.compile("<path d=\"M([^\"]*)\" [^>]*var\\(--first\\)").matcher(svg);
    assertTrue(line.find(), svg);
    double before = -1;
    double x = -1;
    for (String point : line.group(1).split(" L", -1)) {
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
  void axes_haveRoundNumbers() {
    String svg = curves(List.of(1.434, 1.177, 0.92));
    for (String tick : List.of(">1.00</text>", ">1.05</text>", ">1.40</text>", ">2</text>")) {
      assertTrue(svg.contains(tick), tick + svg);
    }
  }

  @Test
  void curves_areDrawn_alsoWhereAllValuesAreTheSame() {
    assertFalse(curves(List.of(0.5)).contains("NaN"));
    assertTrue(curves(List.of(0.5)).contains("</svg>"));
  }

  private static String curves(List<Double> values) {
    double least = values.get(values.size() - 1);
    return Charts.curves(
        "RMSE",
        "curves",
        List.of(new Charts.Curve(Ink.FIRST, values)),
        List.of(),
        least,
        values.get(0),
        false);
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
