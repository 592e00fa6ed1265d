package io.autorec.bench.faults;

import io.autorec.bench.fuzz.Door;
import io.autorec.bench.fuzz.FuzzRun;
import io.autorec.bench.fuzz.HealthyClient;
import io.autorec.bench.fuzz.raw.RawStreams;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program {@code fuzz}: sends a server wrong requests and connections, and checks its promises.
 */
@Command(
    name = "fuzz",
    customSynopsis = "fuzz MODELS [OPTIONS]",
    description =
        "Serves MODELS, a repository of models, and sends requests and bytes that no client should"
            + " send. Each is made of the seed and its number. Exit status 1 when the server broke"
            + " a promise: what it was and how to do it again is printed.",
    sortOptions = false)
public final class Fuzz implements Callable<Integer> {
  private static final String HOST = "localhost";

  /** More than the metrics port and the network have threads. */
  private static final int FIRST_CONNECTIONS = 32;

  private static final int SLICES = 40;
  private static final int SETTLE_SECONDS = 120;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of everything that is chosen (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--requests",
      defaultValue = "100000",
      description = "Calls with requests that were changed (${DEFAULT-VALUE}).")
  private long requests;

  @Option(
      names = "--first",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "Number of the first request: with --requests 1, that one again.")
  private long first;

  @Option(
      names = "--raw-streams",
      defaultValue = "10000",
      description =
          "Connections that bring anything but HTTP/2 as it should be (${DEFAULT-VALUE}).")
  private long rawStreams;

  @Option(
      names = "--locked",
      description =
          "Has the server speak TLS, want tokens and be administrated: calls show the right token,"
              + " none or another, and changes of what is served are asked for as well.")
  private boolean locked;

  @Option(
      names = "--changes",
      defaultValue = "2000",
      description = "With --locked: calls of the administration (${DEFAULT-VALUE}).")
  private long changes;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      defaultValue = "fuzz-findings",
      description =
          "Where requests that broke a promise are written, as text and hexadecimal digits"
              + " (${DEFAULT-VALUE}).")
  private Path keep = Path.of("");

  @Option(names = "--keys", hidden = true)
  private Path keys = Path.of("");

  @Option(names = "--port", required = true, hidden = true)
  private int port;

  @Option(names = "--metrics-port", required = true, hidden = true)
  private int metricsPort;

  @Option(names = "--pid", required = true, hidden = true)
  private long pid;

  @Option(names = "--log", required = true, hidden = true)
  private Path log = Path.of("");

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    out.printf("seed %d%n", seed);
    Findings findings = new Findings(out, keep);
    Door door = locked ? lockedDoor() : Door.open(HOST, port);
    String metricsToken = locked ? key("metrics") : "";
    Optional<SSLContext> tls =
        locked ? Optional.of(Trust.in(keys.resolve("cert"))) : Optional.empty();
    ServerWatch server = new ServerWatch(metricsPort, tls, metricsToken, pid, log);
    try (FuzzRun calls = new FuzzRun(door, seed)) {
      wake(tls.map(SSLContext::getSocketFactory), metricsToken);
      Footprint before = server.footprint();
      call(calls, server, findings);
      if (rawStreams > 0) {
        connect(door, server, findings);
      }
      settle(server, before).ifPresent(findings::add);
      for (String changed : calls.changed()) {
        findings.add("answered otherwise than at the start: " + changed);
      }
      if (locked) {
        calls.administrate(changes, findings::add);
        print(calls.endings());
        calls.lost().forEach(lost -> findings.add("cannot be served again: " + lost));
      }
    }
    if (server.backendFailures() > 0) {
      findings.add(server.backendFailures() + " calls failed by a fault of the server");
    }
    for (String alarm : server.alarms()) {
      findings.add("in the log: " + alarm);
    }
    out.printf("%d warnings in the log, a line each%n", server.warnings());
    out.printf("%d broken promises%n", findings.count());
    return findings.count() == 0 ? 0 : 1;
  }

  /** Opens connections, so that the server starts the threads that stay. */
  private void wake(Optional<? extends SocketFactory> tls, String metricsToken) throws IOException {
    byte[] scrape =
        ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + metricsToken
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    SocketFactory sockets = tls.isPresent() ? tls.get() : SocketFactory.getDefault();
    List<Socket> scrapes = new ArrayList<>();
    for (int i = 0; i < FIRST_CONNECTIONS; i++) {
      new Socket(HOST, port).close();
      Socket socket = sockets.createSocket(HOST, metricsPort);
      socket.getOutputStream().write(scrape);
      scrapes.add(socket);
    }
    for (Socket socket : scrapes) {
      byte[] unused = socket.getInputStream().readAllBytes();
      socket.close();
    }
  }

  private void call(FuzzRun calls, ServerWatch server, Findings findings)
      throws IOException, InterruptedException {
    out.printf(
        "%10s %8s %9s %9s %9s %9s%n", "requests", "s", "RSS MiB", "heap MiB", "threads", "files");
    List<Footprint> footprints = new ArrayList<>();
    long start = System.nanoTime();
    for (int slice = 0; slice < SLICES; slice++) {
      long from = requests * slice / SLICES;
      long to = requests * (slice + 1) / SLICES;
      calls.run(first + from, to - from, findings::add);
      Footprint now = server.footprint();
      footprints.add(now);
      if (slice % (SLICES / 10) == SLICES / 10 - 1) {
        out.printf(
            "%10d %8d %9d %9d %9d %9d%n",
            to,
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
            now.residentMib(),
            now.heapMib(),
            now.threads(),
            now.files());
      }
    }
    Footprint.growth(footprints).ifPresent(findings::add);
    print(calls.endings());
  }

  private Door lockedDoor() throws IOException {
    return new Door(
        HOST,
        port,
        TlsChannelCredentials.newBuilder().trustManager(keys.resolve("cert").toFile()).build(),
        key("app"),
        key("ops"));
  }

  private String key(String whose) throws IOException {
    return Files.readString(keys.resolve(whose)).strip();
  }

  private void connect(Door door, ServerWatch server, Findings findings)
      throws IOException, InterruptedException {
    RawStreams streams = new RawStreams(HOST, List.of(port, port, port, metricsPort), seed);
    try (HealthyClient healthy = new HealthyClient(door)) {
      streams.run(rawStreams);
      print(streams.endings());
      out.printf(
          "a client beside them: %d answers, the slowest after %d ms; %d failures%n",
          healthy.answered(), healthy.slowestMillis(), healthy.failed());
      if (healthy.failed() > 0) {
        findings.add("a client beside the streams: " + healthy.firstFailure());
      }
    }
    out.println(server.footprint());
  }

  private void print(Map<String, Long> counts) {
    new TreeMap<>(counts).forEach((what, count) -> out.printf("%10d %s%n", count, what));
  }

  /** Waits until the server holds no more than before; returns what is left after two minutes. */
  private static Optional<String> settle(ServerWatch server, Footprint before)
      throws IOException, InterruptedException {
    Optional<String> leak = Optional.empty();
    for (int second = 0; second < SETTLE_SECONDS; second++) {
      leak = server.footprint().leak(before);
      if (leak.isEmpty() && server.pending() == 0) {
        return leak;
      }
      TimeUnit.SECONDS.sleep(1);
    }
    return leak.isPresent() ? leak : Optional.of(server.pending() + " jobs wait for ever");
  }
}
