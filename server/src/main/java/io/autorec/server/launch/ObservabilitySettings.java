package io.autorec.server.launch;

import io.autorec.server.calls.LoggedCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What the server says of what it does. */
record ObservabilitySettings(
    @Flag(
            value = "HTTP port of /metrics, /health/live and /health/ready; 0: a free one",
            otherwise = "-1",
            rule = "none",
            min = -1,
            max = 65535)
        int metricsPort,
    @Flag(
            value = "Address of this machine that --metrics-port listens on",
            label = "ADDRESS",
            otherwise = "",
            rule = "that of --host")
        String metricsHost,
    @Flag(value = "text, or json: an object a line", label = "FORMAT", otherwise = "text")
        String logFormat,
    @Flag(
            value = "none, failed or all: which calls the log has a line of",
            label = "WHICH",
            otherwise = "none")
        String logRequests,
    @Flag(
            value = "Base of the OTLP/HTTP endpoint that traces go to, such as http://host:4318",
            label = "URL",
            otherwise = "",
            rule = "none")
        String otlpEndpoint,
    @Flag(
            value =
                "Of the calls that are part of no trace yet, how many of a hundred are traced; the"
                    + " others as their caller has decided",
            otherwise = "100",
            max = 100)
        int traceSamplePercent) {

  /** Throws unless all words are known ones. */
  void requireUsable() throws StartException {
    Object unused = format();
    unused = loggedCalls();
    unused = tracesEndpoint();
    unused = metricsAddress(Optional.empty());
  }

  /**
   * Where the metrics are shown; empty: nowhere.
   *
   * @param otherwise the address where none is set; empty: all of this machine
   */
  Optional<InetSocketAddress> metricsAddress(Optional<InetAddress> otherwise)
      throws StartException {
    if (metricsPort < 0) {
      return Optional.empty();
    }
    Optional<InetAddress> host =
        metricsHost.isEmpty()
            ? otherwise
            : Optional.of(ProcessSettings.address("metrics-host", metricsHost));
    return Optional.of(
        host.map(address -> new InetSocketAddress(address, metricsPort))
            .orElseGet(() -> new InetSocketAddress(metricsPort)));
  }

  /** How lines of the log look. */
  LogFormat format() throws StartException {
    return LogFormat.parse(logFormat)
        .orElseThrow(
            () -> new StartException("log-format: " + logFormat + " (expected: text or json)"));
  }

  /** Which calls the log has a line of. */
  LoggedCalls loggedCalls() throws StartException {
    return LoggedCalls.parse(logRequests)
        .orElseThrow(
            () ->
                new StartException(
                    "log-requests: " + logRequests + " (expected: none, failed or all)"));
  }

  /** Where traces go; empty: nowhere. */
  Optional<URI> tracesEndpoint() throws StartException {
    if (otlpEndpoint.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI base = new URI(otlpEndpoint);
      boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
      if (http && base.getHost() != null) {
        return Optional.of(new URI(otlpEndpoint.replaceAll("/+$", "") + "/v1/traces"));
      }
    } catch (URISyntaxException e) {
      // Refused below.
    }
    throw new StartException(
        "otlp-endpoint: " + otlpEndpoint + " (expected: http://HOST:PORT or https://HOST:PORT)");
  }
}
