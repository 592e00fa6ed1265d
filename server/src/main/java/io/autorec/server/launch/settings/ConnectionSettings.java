package io.autorec.server.launch.settings;

import io.grpc.netty.NettyServerBuilder;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** The limits of connections: their number, their calls and their age. */
public final class ConnectionSettings {
  private static final int KEEPALIVE_TIMEOUT_SECONDS = 20;
  private static final int CANCEL_WINDOW_SECONDS = 10;

  @Option(
      names = "--max-connections",
      description = "Most connections; more are closed as they are accepted (${DEFAULT-VALUE}).")
  @Range(min = 1)
  int maxConnections = 10_000;

  @Option(
      names = "--max-calls-per-connection",
      description = "Most calls in flight on a connection (${DEFAULT-VALUE}).")
  @Range(min = 1)
  int maxCallsPerConnection = 256;

  @Option(
      names = "--max-cancels-per-second",
      description =
          "Most calls that a connection may cancel in a second; more close it (${DEFAULT-VALUE}).")
  @Range(min = 1, max = 100_000)
  int maxCancelsPerSecond = 1000;

  @Option(
      names = "--max-unread-mib",
      description =
          "Memory for answers that clients have not read, in MiB; a connection may use a quarter of"
              + " it (${DEFAULT-VALUE}).")
  @Range(min = 1)
  int maxUnreadMib = 256;

  @Option(
      names = "--keepalive-seconds",
      description = "Seconds of silence after which a connection is pinged (${DEFAULT-VALUE}).")
  @Range(min = 1, max = 86_400)
  int keepaliveSeconds = 60;

  @Option(
      names = "--min-client-keepalive-seconds",
      description =
          "Least seconds between the pings of a client; more frequent ones close the connection"
              + " (${DEFAULT-VALUE}).")
  @Range(max = 86_400)
  int minClientKeepaliveSeconds = 10;

  @Option(
      names = "--max-idle-seconds",
      description =
          "Seconds without calls after which a connection is closed; 0: never (${DEFAULT-VALUE}).")
  @Range
  int maxIdleSeconds = 3600;

  @Option(
      names = "--max-age-seconds",
      description =
          "Age in seconds at which a connection is to be closed; 0: never (${DEFAULT-VALUE}).")
  @Range
  int maxAgeSeconds;

  @Option(
      names = "--age-grace-seconds",
      description = "Seconds that calls on such a connection have to end (${DEFAULT-VALUE}).")
  @Range
  int ageGraceSeconds = 30;

  /** Returns the most connections at a time. */
  public int maxConnections() {
    return maxConnections;
  }

  /** Returns the most bytes of answers that wait for clients to read them. */
  public long maxUnreadBytes() {
    return (long) maxUnreadMib << 20;
  }

  /** Limits the connections of a server. */
  public void applyTo(NettyServerBuilder server) {
    server
        .maxConcurrentCallsPerConnection(maxCallsPerConnection)
        .maxRstFramesPerWindow(maxCancelsPerSecond * CANCEL_WINDOW_SECONDS, CANCEL_WINDOW_SECONDS)
        .keepAliveTime(keepaliveSeconds, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveTime(minClientKeepaliveSeconds, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
    if (maxIdleSeconds > 0) {
      server.maxConnectionIdle(maxIdleSeconds, TimeUnit.SECONDS);
    }
    if (maxAgeSeconds > 0) {
      server
          .maxConnectionAge(maxAgeSeconds, TimeUnit.SECONDS)
          .maxConnectionAgeGrace(ageGraceSeconds, TimeUnit.SECONDS);
    }
  }
}
