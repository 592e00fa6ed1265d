package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyInteractions;
import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.Authority;
import io.autorec.server.fixture.Pages;
import io.autorec.server.fixture.TinyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page for people answers, byte by byte. */
@Timeout(120)
class PageIT {
  private static final String APP = "app-0123456789012345678901234567";
  private static final String SCRAPER = "scraper-012345678901234567890123";
  private static final String HTMX = "HX-Request: true";

  @TempDir Path models;
  @TempDir Path folder;

  private static Pages pages(TinyServer server) {
    return Pages.of(server.running().metricsPort().orElseThrow());
  }

  private static String status(String answer) {
    return answer.lines().findFirst().orElse("");
  }

  private static void assertShows(String answer, String... texts) {
    for (String text : texts) {
      assertTrue(answer.contains(text), () -> "no " + text + " in " + answer);
    }
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  @Test
  void page_showsModelsTrafficAndATrial() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of())) {
      String page = pages(server).get("/");
      assertEquals("HTTP/1.1 200 OK", status(page));
      assertShows(
          page,
          "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';",
          "X-Content-Type-Options: nosniff",
          "Referrer-Policy: no-referrer",
          "Cache-Control: no-store",
          "tiny <span>version 4</span> <span class=\"mark\">default</span>",
          "3 users ",
          "name=\"rate:i0\" value=\"5\"",
          "<legend>Zero</legend>",
          "gRPC calls a second",
          "what most people rate");
      assertEquals("HTTP/1.1 404 Not Found", status(pages(server).get("/page/")));
      for (String address : addresses(page)) {
        String file = pages(server).get(address);
        assertEquals("HTTP/1.1 200 OK", status(file));
        assertShows(file, "Cache-Control: max-age=31536000, immutable", "nosniff");
      }
    }
  }

  /** The addresses of all files that a page asks for. */
  private static List<String> addresses(String page) {
    List<String> addresses =
        Stream.of(page.split("(src|href)=\"", -1))
            .skip(1)
            .map(rest -> rest.substring(0, rest.indexOf('"')))
            .toList();
    assertEquals(4, addresses.size());
    return addresses;
  }

  @Test
  void list_followsTheRatings() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of())) {
      String part = pages(server).form("/", "rate:i0=5&rate:i3=2&q=four", HTMX);
      assertEquals("HTTP/1.1 200 OK", status(part));
      assertShows(
          part,
          "from your ratings, ranked by the predicted rating",
          "<legend>Four</legend>",
          "Your other ratings",
          "id=\"r0-4\" name=\"rate:i0\" value=\"5\" checked",
          "id=\"r3-1\" name=\"rate:i3\" value=\"2\" checked",
          "3 recommendations from 2 ratings");
      assertFalse(part.contains("<html"), part);
      String whole = pages(server).form("/", "rate:i0=5&compared=4:tiny&similar=i1");
      assertShows(whole, "<html", "from your ratings", "Similar to One", "Close");
      assertEquals(3, whole.split("<h3>tiny 4</h3>", -1).length, whole);
    }
  }

  @Test
  void texts_areEscaped_andMistakesAreSaid() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of())) {
      String text = "%22%3E%3Cscript%3E";
      String whole =
          pages(server)
              .form("/", "q=" + text + "&user=" + text + "&like=" + text + "&model=" + text);
      assertEquals("HTTP/1.1 200 OK", status(whole));
      assertFalse(whole.contains("\"><script>"), whole);
      assertShows(whole, "value=\"&quot;&gt;&lt;script&gt;\"", "No item has these words.");
      assertShows(
          pages(server).form("/", "rate:i0=9", HTMX), "9.0 (expected: a rating on the scale");
      assertShows(pages(server).form("/", "rate:i0=x", HTMX), "NaN (expected: a rating");
    }
  }

  @Test
  void otherSites_cannotSendTheForm() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of())) {
      for (String header :
          List.of(
              "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil")) {
        assertEquals(
            "HTTP/1.1 403 Forbidden", status(pages(server).form("/", "q=", header)), header);
      }
      assertEquals("HTTP/1.1 200 OK", status(pages(server).form("/", "q=", "Origin: http://x")));
      assertEquals("HTTP/1.1 405 Method Not Allowed", status(pages(server).ask("PUT", "/")));
      assertEquals(
          "HTTP/1.1 405 Method Not Allowed", status(pages(server).form("/page/traffic", "")));
    }
  }

  @Test
  void forms_areBounded() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of())) {
      String many =
          Stream.iterate(0, i -> i + 1)
              .limit(300)
              .map(i -> "rate:x" + i + "=1")
              .collect(Collectors.joining("&"));
      assertEquals("HTTP/1.1 400 Bad Request", status(pages(server).form("/", many)));
      assertShows(
          pages(server).form("/", "q=" + "o+".repeat(15_000)),
          "value=\"" + "o ".repeat(100).strip() + "\"");
      String large = "q=" + "x".repeat(40_000);
      assertEquals("HTTP/1.1 400 Bad Request", status(pages(server).form("/", large)));
    }
  }

  @Test
  void models_areOfAllKinds() throws Exception {
    TinyModel.write(models, "item", 1, Orientation.ITEM);
    TinyInteractions.write(models, "clicks", 1);
    try (TinyServer server = TinyServer.measured(models, Map.of("default-model", "clicks"))) {
      Pages pages = pages(server);
      assertShows(pages.form("/", "rate:i0=1", HTMX), "type=\"checkbox\"", "a score of choice");
      String item = pages.form("/", "model=1:item&rate:i0=5", HTMX);
      assertShows(item, "class=\"problem\">model &quot;item&quot;");
      assertShows(
          pages.form("/", "model=1:item&user=u0", HTMX), "what the model knows of this user");
    }
  }

  @Test
  void tokens_openWhatTheirScopeAllows() throws Exception {
    Path tokens =
        Files.write(
            folder.resolve("tokens"),
            List.of("predict app " + APP, "metrics prometheus " + SCRAPER));
    try (TinyServer server = TinyServer.measured(models, Map.of("tokens", tokens))) {
      Pages pages = pages(server);
      String shell = pages.get("/");
      assertShows(shell, "HTTP/1.1 200 OK", "A token is needed");
      assertFalse(shell.contains("tiny"), shell);
      assertEquals("HTTP/1.1 401 Unauthorized", status(pages.get("/", HTMX)));
      assertEquals("HTTP/1.1 401 Unauthorized", status(pages.form("/", "q=", HTMX)));
      assertEquals("HTTP/1.1 401 Unauthorized", status(pages.get("/page/traffic")));
      assertEquals("HTTP/1.1 403 Forbidden", status(pages.get("/", HTMX, bearer(SCRAPER))));
      assertShows(pages.get("/page/traffic", bearer(SCRAPER)), "200 OK", "tiny 4");
      assertEquals("HTTP/1.1 403 Forbidden", status(pages.get("/page/traffic", bearer(APP))));
      assertShows(
          pages.get("/", HTMX, bearer(APP)),
          "tiny <span>version 4</span>",
          "needs the scope metrics");
    }
  }

  @Test
  void certificate_opensThePage() throws Exception {
    Authority authority = new Authority(folder, "authority");
    authority.sign("server", "CN=server");
    authority.sign("ann", "CN=ann");
    Map<String, Object> settings =
        Map.of(
            "tls-cert", folder.resolve("server.pem"),
            "tls-key", folder.resolve("server.key"),
            "tls-client-ca", authority.certificate());
    try (TinyServer server = TinyServer.measured(models, settings)) {
      int port = server.running().metricsPort().orElseThrow();
      String shell = Pages.overTls(port).get("/");
      assertShows(shell, "HTTP/1.1 200 OK", "A client certificate is needed");
      assertFalse(shell.contains("tiny"), shell);
      assertEquals("HTTP/1.1 401 Unauthorized", status(Pages.overTls(port).form("/", "q=", HTMX)));
      Pages ann = Pages.overTls(port, folder.resolve("ann.pem"), folder.resolve("ann.key"));
      assertShows(ann.get("/"), "tiny <span>version 4</span>");
    }
  }

  @Test
  void calls_areLimitedToTheCallersRate() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of("rate-limit", 1))) {
      assertEquals("HTTP/1.1 200 OK", status(pages(server).form("/", "q=")));
      assertEquals(
          "HTTP/1.1 429 Too Many Requests",
          status(pages(server).form("/", "compared=4:tiny&like=i0")));
    }
  }

  @Test
  void trials_countForTheVersion_andAreNoGrpcCalls() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of())) {
      pages(server).form("/", "rate:i0=5");
      Map<String, Double> counted = Scrape.of(server.running());
      assertEquals(1.0, counted.get("nv_inference_request_success{model=\"tiny\",version=\"4\"}"));
      assertFalse(
          counted.keySet().stream().anyMatch(name -> name.contains("grpc_method=\"Recommend\"")));
    }
  }

  @Test
  void page_isOff_whereItIsNotWanted() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of("no-page", true))) {
      assertEquals("HTTP/1.1 404 Not Found", status(pages(server).get("/")));
      assertEquals("HTTP/1.1 404 Not Found", status(pages(server).get("/page/page.css")));
      assertEquals(200, pages(server).status("/metrics"));
    }
  }
}
