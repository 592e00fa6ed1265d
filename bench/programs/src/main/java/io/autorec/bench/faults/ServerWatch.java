package io.autorec.bench.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Reads a server's process, metrics and log from outside. */
final class ServerWatch {
  private static final int MIB_BITS = 20;
  private static final int KIB_PER_MIB_BITS = 10;
  private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(90);
  private static final Pattern ALARM =
      Pattern.compile("^\\S+ ERROR |^\\s+at \\S+\\(|^Exception in ");

  private final HttpClient http;
  private final URI metrics;
  private final String token;
  private final Path process;
  private final Path log;

  /**
   * @param tls of the metrics, if they are over TLS
   * @param token for the metrics; empty: they want none
   */
  ServerWatch(int metricsPort, Optional<SSLContext> tls, String token, long pid, Path log) {
    HttpClient.Builder client = HttpClient.newBuilder();
    tls.ifPresent(client::sslContext);
    this.http = client.build();
    this.token = token;
    this.metrics =
        URI.create(
            (tls.isPresent() ? "https" : "http") + "://localhost:" + metricsPort + "/metrics");
    this.process = Path.of("/proc/" + pid);
    this.log = log;
  }

  Footprint footprint() throws IOException, InterruptedException {
    List<String> status = Files.readAllLines(process.resolve("status"));
    String page = metricsNow();
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return new Footprint(
          number(status, "VmRSS:") >> KIB_PER_MIB_BITS,
          (long) sum(page, "jvm_memory_used_bytes{area=\"heap\"") >> MIB_BITS,
          number(status, "Threads:"),
          files.count(),
          (long) sum(page, "jvm_gc_collection_seconds_count{"));
    }
  }

  private static long number(List<String> status, String name) throws IOException {
    for (String line : status) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("the process has no " + name);
  }

  /** Calls that failed by a fault of the server. */
  long backendFailures() throws IOException, InterruptedException {
    return (long) sumNow("nv_inference_request_failure{", "reason=\"BACKEND\"");
  }

  /** Jobs that wait. */
  long pending() throws IOException, InterruptedException {
    return (long) sumNow("nv_inference_pending_request_count{");
  }

  private double sumNow(String start, String... parts) throws IOException, InterruptedException {
    return sum(metricsNow(), start, parts);
  }

  private String metricsNow() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(metrics)
            .timeout(METRICS_TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** The sum of the series whose lines begin with a text and hold others. */
  static double sum(String metrics, String start, String... parts) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(start) && Stream.of(parts).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Lines of the log that are faults or stack traces, the first of them. */
  List<String> alarms() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(ServerWatch::isAlarm).limit(20).toList();
    }
  }

  static boolean isAlarm(String line) {
    return ALARM.matcher(line).find();
  }

  /** Lines of the log that warn. */
  long warnings() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" WARN ")).count();
    }
  }
}
