package io.autorec.server.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.autorec.server.access.Access;
import io.autorec.server.fixture.Authority;
import io.autorec.server.fixture.Pages;
import io.autorec.server.transport.HttpPort;
import io.autorec.server.transport.ServerTls;
import io.autorec.server.transport.TlsFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MetricsPortIT {
  private static final int SCRAPERS = 30;
  private static final int TURNS = 1000;
  private static final int HALF_SENT = 200;

  @TempDir Path folder;

  private static HttpPort open(Optional<SslContextFactory.Server> tls) throws Exception {
    return HttpPort.open(
        new InetSocketAddress(0),
        tls,
        new MetricsPages(new NothingMeasured(), new Access(Optional.empty(), false)));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void port_keepsNoFile_whenScrapersGoBeforeTheyAreAnswered() throws Exception {
    UnixOperatingSystemMXBean process =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (HttpPort metrics = open(Optional.empty())) {
      whole(metrics);
      long before = process.getOpenFileDescriptorCount();
      for (int i = 0; i < SCRAPERS; i++) {
        connect(metrics).close();
      }
      // The port closes a connection some time after its client: further scrapers give it turns.
      long after = Long.MAX_VALUE;
      for (int i = 0; i < TURNS && after >= before + SCRAPERS / 2; i++) {
        whole(metrics);
        after = process.getOpenFileDescriptorCount();
      }
      assertTrue(after < before + SCRAPERS / 2, before + " files, then " + after);
    }
  }

  private static Socket connect(HttpPort metrics) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), metrics.port());
    socket
        .getOutputStream()
        .write(
            "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
    return socket;
  }

  private static void whole(HttpPort metrics) throws IOException {
    try (Socket socket = connect(metrics)) {
      assertTrue(socket.getInputStream().readAllBytes().length > 0);
    }
  }

  @Test
  void metrics_areShown_whenTheClientSaysThatNoMoreComes() throws Exception {
    try (HttpPort metrics = open(Optional.empty())) {
      for (int i = 0; i < SCRAPERS; i++) {
        try (Socket socket = connect(metrics)) {
          socket.shutdownOutput();
          String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
          assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), metrics.port())) {
        socket.getOutputStream().write("GET /met".getBytes(ISO_8859_1));
        socket.shutdownOutput();
        assertFalse(
            new String(socket.getInputStream().readAllBytes(), ISO_8859_1).contains(" 200 "));
      }
    }
  }

  @Test
  void pages_areThree() throws Exception {
    try (HttpPort metrics = open(Optional.empty())) {
      Pages pages = Pages.of(metrics.port());
      assertEquals(200, pages.status("/metrics"));
      assertEquals(200, pages.status("/metrics?name[]=jvm_info"));
      assertEquals(200, pages.status("/health/live"));
      assertEquals(503, pages.status("/health/ready"));
      assertTrue(pages.get("/health/ready").endsWith("\r\n\r\nloading\n"));
      for (String path :
          List.of("/", "/metrics/", "/metrics/x", "/Metrics", "/-/healthy", "/health")) {
        assertEquals(404, pages.status(path), path);
      }
      assertEquals(400, pages.status("*"));
      assertEquals(400, pages.status("/metrics?name[]=%zz"));
    }
  }

  @Test
  void methods_areGetAndHead() throws Exception {
    try (HttpPort metrics = open(Optional.empty())) {
      Pages pages = Pages.of(metrics.port());
      for (String path : List.of("/metrics", "/health/live", "/health/ready")) {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW")) {
          String refusal = pages.ask(method, path);
          assertTrue(refusal.startsWith("HTTP/1.1 405 "), refusal);
          assertTrue(
              refusal.toLowerCase(java.util.Locale.ROOT).contains("allow: get, head"), refusal);
        }
        String get = pages.get(path);
        String head = pages.ask("HEAD", path);
        assertEquals(get.lines().findFirst(), head.lines().findFirst());
        assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("content-length: "), head);
        assertTrue(head.endsWith("\r\n\r\n"), head);
      }
    }
  }

  @Test
  void metrics_haveTheFormAndTheNamesThatAreAskedFor() throws Exception {
    try (HttpPort metrics = open(Optional.empty())) {
      Pages pages = Pages.of(metrics.port());
      String one = "/metrics?name[]=autorec_server_state";
      String text = pages.get(one);
      assertTrue(text.contains("\r\nContent-Type: text/plain; version=0.0.4;"), text);
      assertFalse(text.contains("jvm_"), text);
      String open = pages.get(one, "Accept: application/openmetrics-text; version=1.0.0");
      assertTrue(open.contains("\r\nContent-Type: application/openmetrics-text;"), open);
      assertTrue(open.endsWith("# EOF\n"), open);
      String packed = pages.get(one, "Accept-Encoding: gzip");
      assertTrue(packed.contains("\r\nContent-Encoding: gzip\r\n"), packed);
      byte[] body = packed.substring(packed.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
      assertEquals(
          text.substring(text.indexOf("\r\n\r\n") + 4),
          new String(
              new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), ISO_8859_1));
    }
  }

  @Test
  void port_answersTheOthers_whenManyRequestsAreHalfSent() throws Exception {
    try (HttpPort metrics = open(Optional.empty())) {
      answersTheOthers(
          metrics.port(), Pages.of(metrics.port()), "GET /metrics HTTP/1.1\r\nHost: x\r\n");
    }
  }

  @Test
  void port_answersTheOthersOverTls_whenManyHandshakesAreHalfDone() throws Exception {
    try (HttpPort metrics = open(Optional.of(tls("CN=server").http()))) {
      // How a ClientHello begins.
      answersTheOthers(metrics.port(), Pages.overTls(metrics.port()), "\u0016\u0003\u0001\u0002");
    }
  }

  private static void answersTheOthers(int port, Pages others, String half) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < HALF_SENT; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        if (i % 4 != 0) {
          socket.getOutputStream().write(half.getBytes(ISO_8859_1));
        }
        if (i % 20 == 19) {
          assertEquals(200, others.status("/metrics"));
          assertEquals(200, others.status("/health/live"));
        }
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private ServerTls tls(String subject) throws Exception {
    new Authority(folder, "authority").sign("server", subject);
    return ServerTls.of(
        new TlsFiles(folder.resolve("server.pem"), folder.resolve("server.key"), Optional.empty()));
  }

  @Test
  void port_showsTheNewCertificate_whenTheFilesAreReadAgain() throws Exception {
    ServerTls tls = tls("CN=old");
    try (HttpPort metrics = open(Optional.of(tls.http()))) {
      assertEquals("CN=old", Pages.overTls(metrics.port()).subject());
      new Authority(folder, "authority").sign("server", "CN=new");
      tls.reload();
      assertEquals("CN=new", Pages.overTls(metrics.port()).subject());
    }
  }
}
