package io.autorec.server.launch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.server.calls.LoggedCalls;
import io.micronaut.core.value.MapPropertyResolver;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservabilitySettingsTest {
  @Test
  void defaults_sayNothingButTheLog() throws StartException {
    ObservabilitySettings settings = with(Map.of());
    assertEquals(-1, settings.metricsPort);
    assertEquals("", settings.metricsHost);
    assertEquals(100, settings.traceSamplePercent());
    assertEquals(LogFormat.TEXT, settings.format());
    assertEquals(LoggedCalls.NONE, settings.loggedCalls());
    assertEquals(Optional.empty(), settings.tracesEndpoint());
  }

  @ParameterizedTest
  @CsvSource({
    "http://host:4318, http://host:4318/v1/traces",
    "http://host:4318/, http://host:4318/v1/traces",
    "https://host/otlp, https://host/otlp/v1/traces",
  })
  void tracesEndpoint_isThePathOfTracesUnderTheBase(String base, String endpoint)
      throws StartException {
    assertEquals(
        Optional.of(URI.create(endpoint)),
        with(Map.of("autorec.otlp-endpoint", base)).tracesEndpoint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log-format    | xml           | log-format: xml (expected: text or json)",
        "log-requests  | some          | log-requests: some (expected: none, failed or all)",
        "otlp-endpoint | host:4318     | otlp-endpoint: host:4318 (expected: http://HOST:PORT or"
            + " https://HOST:PORT)",
        "otlp-endpoint | grpc://host:1 | otlp-endpoint: grpc://host:1 (expected: http://HOST:PORT"
            + " or https://HOST:PORT)",
        "otlp-endpoint | http://       | otlp-endpoint: http:// (expected: http://HOST:PORT or"
            + " https://HOST:PORT)",
        "metrics-host  | no such host  | metrics-host: \"no such host\" is no address (expected:"
            + " one of this machine, such as 127.0.0.1 or ::1)",
        "trace-sample-percent | 101    | trace-sample-percent: 101 (expected: 0 to 100)",
      })
  void settings_areRefused_whenAWordIsUnknown(String name, String value, String message) {
    StartException refused =
        assertThrows(
            StartException.class,
            () ->
                with(Map.of("autorec." + name, value, "autorec.metrics-port", 0)).requireUsable());
    assertEquals(message, refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'',        '',        0.0.0.0/0.0.0.0:9090",
    "'',        127.0.0.1, /127.0.0.1:9090",
    "127.0.0.2, 127.0.0.1, /127.0.0.2:9090",
  })
  void metricsAddress_isThatOfItsHost_orTheOther(String host, String other, String address)
      throws Exception {
    Optional<InetAddress> otherwise =
        other.isEmpty() ? Optional.empty() : Optional.of(InetAddress.getByName(other));
    assertEquals(
        Optional.of(address),
        with(Map.of("autorec.metrics-port", 9090, "autorec.metrics-host", host))
            .metricsAddress(otherwise)
            .map(Object::toString));
    assertEquals(
        Optional.empty(), with(Map.of("autorec.metrics-host", host)).metricsAddress(otherwise));
  }

  private static ObservabilitySettings with(Map<String, Object> set) throws StartException {
    return ServerSettings.of(new MapPropertyResolver(set)).observability();
  }
}
