package io.autorec.server.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MetricsPortIT {
  private static final int SCRAPERS = 30;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void port_keepsNoFile_whenScrapersGoBeforeTheyAreAnswered() throws Exception {
    UnixOperatingSystemMXBean process =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (MetricsPort metrics =
        MetricsPort.open(0, new NothingMeasured(), Optional.empty(), new Everybody())) {
      whole(metrics);
      long before = process.getOpenFileDescriptorCount();
      for (int i = 0; i < SCRAPERS; i++) {
        connect(metrics).close();
      }
      whole(metrics);
      long after = process.getOpenFileDescriptorCount();
      assertTrue(after < before + SCRAPERS / 2, before + " files, then " + after);
    }
  }

  private static Socket connect(MetricsPort metrics) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), metrics.port());
    socket
        .getOutputStream()
        .write("GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
    return socket;
  }

  private static void whole(MetricsPort metrics) throws IOException {
    try (Socket socket = connect(metrics)) {
      assertTrue(socket.getInputStream().readAllBytes().length > 0);
    }
  }

  private static final class NothingMeasured implements MeasuredServer {
    @Override
    public State state() {
      return State.LOADING;
    }

    @Override
    public List<MeasuredModel> models() {
      return List.of();
    }

    @Override
    public CallCounts calls() {
      return new CallCounts(List.of());
    }

    @Override
    public ConnectionSnapshots connections() {
      return new ConnectionSnapshots(() -> 0, () -> 0, () -> 0);
    }

    @Override
    public Map<String, Integer> waiting() {
      return Map.of();
    }

    @Override
    public Map<String, Long> badVersions() {
      return Map.of();
    }
  }

  private static final class Everybody extends Authenticator {
    @Override
    public Result authenticate(HttpExchange exchange) {
      return new Success(new HttpPrincipal("anybody", ""));
    }
  }
}
