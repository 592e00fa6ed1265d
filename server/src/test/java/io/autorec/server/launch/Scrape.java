package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** What /metrics shows. */
final class Scrape {
  private Scrape() {}

  /** Values by name and labels. */
  static Map<String, Double> of(RunningServer server) throws Exception {
    return values(text(server));
  }

  /** Those of a page. */
  static Map<String, Double> values(String page) {
    Map<String, Double> values = new HashMap<>();
    for (String line : page.lines().filter(line -> !line.startsWith("#")).toList()) {
      int space = line.lastIndexOf(' ');
      values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
    }
    return values;
  }

  /** The page. */
  static String text(RunningServer server) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://localhost:" + server.metricsPort().orElseThrow() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    return response.body();
  }
}
