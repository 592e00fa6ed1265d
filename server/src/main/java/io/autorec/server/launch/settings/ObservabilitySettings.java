package io.autorec.server.launch.settings;

import io.autorec.server.calls.LoggedCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of metrics, logs and traces. */
public final class ObservabilitySettings {
  @Option(
      names = "--metrics-port",
      description = "HTTP port of /metrics, /health/live and /health/ready; 0: a free one (none).")
  @Range(min = -1, max = 65_535)
  int metricsPort = -1;

  @Option(
      names = "--metrics-host",
      paramLabel = "ADDRESS",
      description = "Address of this machine that --metrics-port listens on (that of --host).")
  String metricsHost = "";

  @Option(
      names = "--no-page",
      description = "No page for people on --metrics-port, with models, traffic and a trial.")
  boolean noPage;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "Format of the log: text, or json with one object a line (${DEFAULT-VALUE}).")
  String logFormat = "text";

  @Option(
      names = "--log-requests",
      paramLabel = "WHICH",
      description = "Calls that get a line in the log: none, failed or all (${DEFAULT-VALUE}).")
  String logRequests = "none";

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description =
          "Base URL of the OTLP/HTTP endpoint for traces, such as http://host:4318 (none).")
  String otlpEndpoint = "";

  @Option(
      names = "--trace-sample-percent",
      description =
          "Percentage of calls to trace, of those that belong to no trace yet; the others follow"
              + " their caller (${DEFAULT-VALUE}).")
  @Range(max = 100)
  int traceSamplePercent = 100;

  void requireUsable() throws StartException {
    Object unused = format();
    unused = loggedCalls();
    unused = tracesEndpoint();
    unused = metricsAddress(Optional.empty());
  }

  /**
   * Returns the address of the metrics port; empty: no port.
   *
   * @param otherwise the address if none is set; empty: all of this machine
   */
  public Optional<InetSocketAddress> metricsAddress(Optional<InetAddress> otherwise)
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

  /** Returns true if the metrics port has a page for people. */
  public boolean page() {
    return !noPage;
  }

  /** Returns the format of lines of the log. */
  public LogFormat format() throws StartException {
    return ServerSettings.word("log-format", logFormat, LogFormat.class);
  }

  /** Returns which calls get a line in the log. */
  public LoggedCalls loggedCalls() throws StartException {
    return ServerSettings.word("log-requests", logRequests, LoggedCalls.class);
  }

  /** Returns the endpoint that traces are sent to; empty: no traces. */
  public Optional<URI> tracesEndpoint() throws StartException {
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

  /** Returns the percentage of calls to trace, of those that belong to no trace yet. */
  public int traceSamplePercent() {
    return traceSamplePercent;
  }
}
