package io.autorec.server.launch.settings;

import io.grpc.netty.NettyServerBuilder;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** The limits of connections: how many there are, what they may do, and how long they stay. */
public final class ConnectionSettings {
  private static final int KEEPALIVE_TIMEOUT_SECONDS = 20;
  private static final int CANCEL_WINDOW_SECONDS = 10;

  @Option(
      names = "--max-connections",
      description = "Most connections; more are closed at once (${DEFAULT-VALUE}).")
  @Range(min = 1)
  int maxConnections = 10_000;

  @Option(
      names = "--max-calls-per-connection",
      description = "Calls that a connection may have under way (${DEFAULT-VALUE}).")
  @Range(min = 1)
  int maxCallsPerConnection = 256;

  @Option(
      names = "--max-cancels-per-second",
      description =
          "Calls that a connection may cancel in a second before it is closed (${DEFAULT-VALUE}).")
  @Range(min = 1, max = 100_000)
  int maxCancelsPerSecond = 1000;

  @Option(
      names = "--max-unread-mib",
      description =
          "Memory for answers that clients have not read, in MiB; a connection may have a quarter"
              + " of it (${DEFAULT-VALUE}).")
  @Range(min = 1)
  int maxUnreadMib = 256;

  @Option(
      names = "--keepalive-seconds",
      description =
          "How long a connection may be silent before it is asked whether it lives"
              + " (${DEFAULT-VALUE}).")
  @Range(min = 1, max = 86_400)
  int keepaliveSeconds = 60;

  @Option(
      names = "--min-client-keepalive-seconds",
      description =
          "How often a client may ask that; one that asks more often is closed"
              + " (${DEFAULT-VALUE}).")
  @Range(max = 86_400)
  int minClientKeepaliveSeconds = 10;

  @Option(
      names = "--max-idle-seconds",
      description =
          "How long a connection may be without calls before it is closed; 0: for ever"
              + " (${DEFAULT-VALUE}).")
  @Range
  int maxIdleSeconds = 3600;

  @Option(
      names = "--max-age-seconds",
      description = "Age at which clients are told to connect anew; 0: never (${DEFAULT-VALUE}).")
  @Range
  int maxAgeSeconds;

  @Option(
      names = "--age-grace-seconds",
      description = "How long calls may go on after that (${DEFAULT-VALUE}).")
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
