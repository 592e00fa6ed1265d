package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.google.common.util.concurrent.ListenableFuture;
import io.autorec.server.fixture.Authority;
import io.autorec.server.fixture.HeldJob;
import io.autorec.server.fixture.Pages;
import io.autorec.server.fixture.TinyServer;
import io.autorec.server.launch.settings.StartException;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What probes and scrapers are told in the stages of a server's life, and whoever they are. */
@Timeout(120)
class ProbesIT {
  private static final String TOKEN = "scraper-012345678901234567890123";
  private static final String BEARER = "Authorization: Bearer " + TOKEN;

  @TempDir Path models;
  @TempDir Path folder;

  private static List<Integer> statuses(Pages pages, String... headers) throws IOException {
    return List.of(
        pages.status("/health/live", headers),
        pages.status("/health/ready", headers),
        pages.status("/metrics", headers));
  }

  private static int port(TinyServer server) {
    return server.running().metricsPort().orElseThrow();
  }

  @Test
  void server_isLiveButNotReady_whileItLoads() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    WhileLoading probe = new WhileLoading();
    probe.start();
    root.addAppender(probe);
    try (TinyServer server = TinyServer.measured(models, Map.of())) {
      assertEquals(List.of(List.of(200, 503, 200)), probe.seen);
      assertEquals(List.of(200, 200, 200), statuses(Pages.of(port(server))));
    } finally {
      root.detachAppender(probe);
    }
  }

  /** Asks when a model was loaded, which it says before the server takes calls. */
  private static final class WhileLoading extends AppenderBase<ILoggingEvent> {
    private final List<List<Integer>> seen = Collections.synchronizedList(new ArrayList<>());
    private int port;

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getMessage().equals("metrics on port {}")) {
        port = (Integer) event.getArgumentArray()[0];
      } else if (event.getFormattedMessage().startsWith("loaded tiny")) {
        try {
          seen.add(statuses(Pages.of(port)));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void server_isLiveButNotReady_whileItDrains() throws Exception {
    TinyServer tiny = TinyServer.measured(models, Map.of());
    RunningServer server = tiny.running();
    HeldJob held = HeldJob.holding(server.model("tiny").rows().orElseThrow());
    try {
      Pages pages = Pages.of(port(tiny));
      ListenableFuture<RecommendResponse> underWay =
          AutoRecServiceGrpc.newFutureStub(tiny.connect())
              .recommend(RecommendRequest.newBuilder().setUserId("u0").build());
      while (server.model("tiny").waiting() == 0) {
        Thread.onSpinWait();
      }
      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      while (pages.status("/health/ready") == 200) {
        assertFalse(Thread.currentThread().isInterrupted(), "still ready");
      }
      assertEquals(List.of(200, 503, 200), statuses(pages));
      assertTrue(pages.get("/health/ready").endsWith("\r\n\r\ndraining\n"));
      assertEquals("draining, 1", script(port(tiny)));
      held.release();
      assertEquals(2, underWay.get(10, TimeUnit.SECONDS).getRecommendationsCount());
      closing.get(10, TimeUnit.SECONDS);
      assertThrows(IOException.class, () -> pages.status("/health/live"));
    } finally {
      held.release();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void script_saysThatTheServerIsReady() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of())) {
      assertEquals("serving, 0", script(port(server)));
    }
  }

  /** What the health check of the image says, and its exit status. */
  private static String script(int port) throws Exception {
    ProcessBuilder script =
        new ProcessBuilder(Path.of("src", "assembly", "bin", "autorec-ready").toString());
    script.environment().keySet().removeIf(name -> name.startsWith("AUTOREC_"));
    script.environment().put("AUTOREC_METRICS_PORT", "" + port);
    Process process = script.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.strip() + ", " + process.waitFor();
  }

  @Test
  void probes_needNoToken() throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens"), "metrics prometheus " + TOKEN);
    try (TinyServer server = TinyServer.measured(models, Map.of("tokens", tokens))) {
      Pages pages = Pages.of(port(server));
      assertEquals(List.of(200, 200, 401), statuses(pages));
      assertEquals(List.of(200, 200, 200), statuses(pages, BEARER));
    }
  }

  @Test
  void probes_needNoCertificate_andMetricsDo() throws Exception {
    Authority authority = new Authority(folder, "authority");
    authority.sign("server", "CN=server");
    authority.sign("prometheus", "CN=prometheus");
    new Authority(folder, "stranger").sign("mallory", "CN=prometheus");
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                "tls-cert", folder.resolve("server.pem"),
                "tls-key", folder.resolve("server.key"),
                "tls-client-ca", authority.certificate()));
    try (TinyServer server = TinyServer.measured(models, settings)) {
      assertEquals(List.of(200, 200, 401), statuses(Pages.overTls(port(server))));
      assertEquals(List.of(200, 200, 200), statuses(overTls(server, "prometheus")));
      Pages mallory = overTls(server, "mallory");
      assertThrows(IOException.class, () -> mallory.status("/metrics"));
    }
    // A token does not make up for the certificate.
    settings.put(
        "tokens", Files.writeString(folder.resolve("tokens"), "metrics prometheus " + TOKEN));
    try (TinyServer server = TinyServer.measured(models, settings)) {
      assertEquals(List.of(200, 200, 401), statuses(Pages.overTls(port(server)), BEARER));
      assertEquals(List.of(200, 200, 401), statuses(overTls(server, "prometheus")));
      assertEquals(List.of(200, 200, 200), statuses(overTls(server, "prometheus"), BEARER));
    }
  }

  private Pages overTls(TinyServer server, String client) throws Exception {
    return Pages.overTls(
        port(server), folder.resolve(client + ".pem"), folder.resolve(client + ".key"));
  }

  @Test
  void metrics_areShownAtTheirHostAlone() throws Exception {
    try (TinyServer server = TinyServer.measured(models, Map.of("metrics-host", "127.0.0.1"))) {
      assertEquals(200, Pages.of(port(server)).status("/metrics"));
      assertThrows(IOException.class, () -> new java.net.Socket("127.0.0.2", port(server)).close());
    }
    StartException none =
        assertThrows(
            StartException.class,
            () -> TinyServer.measured(models, Map.of("metrics-host", "192.0.2.1")));
    assertTrue(
        String.valueOf(none.getMessage())
            .startsWith("metrics port: 0 of 192.0.2.1 cannot be opened: "),
        none.getMessage());
  }
}
