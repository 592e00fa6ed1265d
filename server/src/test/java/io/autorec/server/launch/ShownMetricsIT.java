package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.autorec.server.fixture.Authority;
import io.autorec.server.fixture.Pages;
import io.autorec.server.fixture.TinyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What dashboard and alerts ask for is what the server shows: a name may not change alone. */
class ShownMetricsIT {
  private static final Path FOLDER = Path.of("..", "deploy", "observability");
  private static final Pattern NAME = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+\\b(?!\\s*\\()");
  private static final Pattern SELECTOR = Pattern.compile("([a-z_0-9]+)\\{([^}]*)}");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");

  /** Which Prometheus itself adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

  @TempDir Path repository;
  @TempDir Path folder;

  @Test
  void dashboard_asksForWhatIsShown() throws Exception {
    List<String> expressions = new ArrayList<>();
    for (JsonElement panel : dashboard().getAsJsonArray("panels")) {
      if (panel.getAsJsonObject().has("targets")) {
        for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
          expressions.add(target.getAsJsonObject().get("expr").getAsString());
        }
      }
    }
    expectShown(expressions);
  }

  /** A fixed data source is there under one name only in our own Grafana. */
  @Test
  void dashboard_leavesTheDataSourceToItsVariable() throws Exception {
    JsonObject dashboard = dashboard();
    JsonObject variable =
        dashboard.getAsJsonObject("templating").getAsJsonArray("list").get(0).getAsJsonObject();
    assertEquals("datasource", variable.get("type").getAsString());
    assertEquals("prometheus", variable.get("query").getAsString());
    String chosen = "${" + variable.get("name").getAsString() + "}";
    List<String> sources = new ArrayList<>();
    addDataSources(dashboard, sources);
    assertTrue(sources.size() > dashboard.getAsJsonArray("panels").size(), "" + sources);
    assertEquals(
        Set.of("{\"type\":\"prometheus\",\"uid\":\"" + chosen + "\"}"), Set.copyOf(sources));
  }

  /** Wherever they stand: in panels, in their targets, in variables. */
  private static void addDataSources(JsonElement part, List<String> sources) {
    if (part.isJsonArray()) {
      part.getAsJsonArray().forEach(element -> addDataSources(element, sources));
    } else if (part.isJsonObject()) {
      part.getAsJsonObject()
          .asMap()
          .forEach(
              (key, value) -> {
                if (key.equals("datasource")) {
                  sources.add(value.toString());
                } else {
                  addDataSources(value, sources);
                }
              });
    }
  }

  private static JsonObject dashboard() throws IOException {
    return JsonParser.parseString(
            Files.readString(FOLDER.resolve(Path.of("grafana", "dashboards", "autorec.json"))))
        .getAsJsonObject();
  }

  @Test
  void alerts_askForWhatIsShown() throws Exception {
    List<String> expressions = new ArrayList<>(alerts());
    expressions.add(queueWait());
    expectShown(expressions);
  }

  /** What an autoscaler asks for, by prometheus-adapter; its own placeholders are left out. */
  private static String queueWait() throws IOException {
    Map<String, Map<String, List<Map<String, String>>>> file =
        new Yaml().load(Files.readString(FOLDER.resolve("prometheus-adapter.yml")));
    return file.getOrDefault("rules", Map.of())
        .getOrDefault("custom", List.of())
        .get(0)
        .getOrDefault("metricsQuery", "")
        .replace(",<<.LabelMatchers>>", "");
  }

  @SuppressWarnings("unchecked") // YAML of this form.
  private static List<String> alerts() throws IOException {
    Map<String, List<Map<String, List<Map<String, String>>>>> file =
        new Yaml().load(Files.readString(FOLDER.resolve("alerts.yml")));
    return file.getOrDefault("groups", List.of()).stream()
        .flatMap(group -> group.getOrDefault("rules", List.of()).stream())
        .map(rule -> rule.getOrDefault("expr", ""))
        .toList();
  }

  private void expectShown(List<String> expressions) throws Exception {
    assertTrue(expressions.size() > 10, "" + expressions);
    Map<String, Set<String>> shown = shown();
    Set<String> asked = new TreeSet<>();
    Set<String> missing = new TreeSet<>();
    for (String expression : expressions) {
      Matcher names =
          NAME.matcher(
              expression
                  .replaceAll("\\{[^}]*}", "")
                  .replaceAll("\\b(by|on|ignoring|without)\\s*\\([^)]*\\)", "")
                  .replace("$__rate_interval", "5m"));
      while (names.find()) {
        asked.add(names.group());
      }
      Matcher selectors = SELECTOR.matcher(expression);
      while (selectors.find()) {
        Matcher labels = LABEL.matcher(selectors.group(2));
        while (labels.find()) {
          String label = labels.group(1);
          if (!OF_PROMETHEUS.contains(label)
              && !shown.getOrDefault(selectors.group(1), Set.of()).contains(label)
              && !selectors.group(1).equals("up")) {
            missing.add(selectors.group(1) + "{" + label + "}");
          }
        }
      }
    }
    assertTrue(asked.size() > 10, "" + asked);
    asked.removeAll(shown.keySet());
    missing.addAll(asked);
    assertEquals(Set.of(), missing);
  }

  /** Labels by the name of the series. */
  private Map<String, Set<String>> shown() throws Exception {
    new Authority(folder, "authority").sign("server", "CN=server");
    Map<String, Path> tls =
        Map.of("tls-cert", folder.resolve("server.pem"), "tls-key", folder.resolve("server.key"));
    try (TinyServer tiny = TinyServer.measured(repository, tls)) {
      String answer = Pages.overTls(tiny.running().metricsPort().orElseThrow()).get("/metrics");
      String page = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      return Scrape.values(page).keySet().stream()
          .collect(
              Collectors.toMap(
                  series -> series.replaceAll("\\{.*", ""),
                  series -> {
                    Set<String> labels = new HashSet<>();
                    Matcher found = LABEL.matcher(series.replaceAll("^[^{]*", ""));
                    while (found.find()) {
                      labels.add(found.group(1));
                    }
                    return labels;
                  },
                  (some, more) -> {
                    some.addAll(more);
                    return some;
                  }));
    }
  }
}
