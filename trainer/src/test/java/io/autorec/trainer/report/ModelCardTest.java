package io.autorec.trainer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.autorec.model.Orientation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelCardTest {
  private static final Set<String> FILES = Set.of("README.md");

  private static RunReport odd(String file, String title) {
    return RunReportBuilder.builder(ReportTest.report(1.5, true))
        .title("AutoRec, item-based, on " + file)
        .data(Map.of("file", file))
        .profile(
            new DataProfile(
                new TreeMap<>(), List.of(new DataProfile.MostRated(title, 1234567)), ""))
        .build();
  }

  @Test
  void head_holdsTheResults_forPrograms() {
    JsonObject model = head(ModelCard.of(ReportTest.report(1.5, true), FILES));
    assertEquals("films", model.get("name").getAsString());
    JsonObject result = model.getAsJsonArray("results").get(0).getAsJsonObject();
    JsonObject rmse = result.getAsJsonArray("metrics").get(0).getAsJsonObject();
    assertEquals("rmse", rmse.get("type").getAsString());
    assertEquals(0.875, rmse.get("value").getAsDouble());
  }

  @Test
  void head_keepsAnOddFileName_asItIs() {
    String name = "a: \"b\" #c\n--- 'd'\u2028";
    JsonObject result =
        head(ModelCard.of(odd(name, "x"), FILES))
            .getAsJsonArray("results")
            .get(0)
            .getAsJsonObject();
    assertEquals(name, result.getAsJsonObject("dataset").get("name").getAsString());
  }

  @Test
  void card_namesNoLicense_andNoModelIndexWithoutResults() {
    String card = ModelCard.of(ReportTest.report(null, false), FILES);
    assertFalse(card.contains("license"), card);
    assertFalse(card.contains("model-index"), card);
    assertTrue(card.contains("Nothing was held out to test on."), card);
  }

  @Test
  void card_escapesFilesAndTitles() {
    String card = ModelCard.of(odd("a|b`c`*<i>.csv", "<script>|`x` [y](z) $m$\nnext"), FILES);
    assertTrue(card.contains("on a\\|b\\`c\\`\\*&lt;i&gt;.csv"), card);
    assertTrue(
        card.contains("| &lt;script&gt;\\|\\`x\\` \\[y\\](z) \\$m\\$ next | 1,234,567 |"), card);
  }

  @Test
  void card_saysWhoCanBeServed() {
    RunReport item = ReportTest.report(1.5, true);
    assertTrue(text(item).contains("**New users**: not by this version, which has no fold-in."));
    assertFalse(text(item).contains("--rating ITEM"));
    RunReport fitting = RunReportBuilder.builder(item).fitsNew(true).build();
    assertTrue(text(fitting).contains("to which they are fitted."));
    assertTrue(text(fitting).contains("autorec-client recommend --model films --rating ITEM=5"));
    RunReport user = RunReportBuilder.builder(item).orientation(Orientation.USER).build();
    assertTrue(text(user).contains("which the network is fed."), text(user));
    RunReport biases = RunReportBuilder.builder(item).bestEpoch(0).build();
    assertTrue(text(biases).contains("the model is these biases."), text(biases));
  }

  @Test
  void card_listsTheFiles() {
    String card = ModelCard.of(ReportTest.report(1.5, true), Set.of("fold_in.pb", "other_"));
    assertTrue(card.contains("| fold_in.pb | fits new columns to their ratings |"), card);
    assertTrue(card.contains("| other\\_ |  |"), card);
  }

  private static String text(RunReport report) {
    return ModelCard.of(report, FILES);
  }

  private static JsonObject head(String card) {
    assertTrue(card.startsWith("---\n"), card);
    int start = card.indexOf("model-index: ") + "model-index: ".length();
    // No line within the head ends it: JSON has line breaks as \n.
    String json = card.substring(start, card.indexOf("\n---\n", start));
    return JsonParser.parseString(json).getAsJsonArray().get(0).getAsJsonObject();
  }
}
