package io.autorec.server.launch;

import io.autorec.server.launch.settings.ProcessSettings;
import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.autorec.server.transport.OwnCertificate;
import io.autorec.server.transport.TlsException;
import io.autorec.server.transport.TlsFiles;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The command {@code health}: ends with 0 if the server on this machine serves, else with 1. */
@Command(
    name = "health",
    description =
        "Checks the server on this machine: exit 0 if it serves. It takes the server's host, port"
            + " and files of TLS as the server does: from variables, or from options before the"
            + " word health.",
    sortOptions = false)
final class HealthCommand implements Callable<Integer> {
  private static final long TIMEOUT_SECONDS = 5;
  private static final String LOCAL = "localhost";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @SuppressWarnings("NullAway.Init") // by picocli
  @ParentCommand
  private AutorecServer server;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The server's address (localhost, or AUTOREC_HOST).")
  @Nullable String host;

  @Option(names = "--port", description = "The server's port (50051, or AUTOREC_PORT).")
  @Nullable Integer port;

  @Override
  public Integer call() {
    try {
      return check(host(), port(), credentials());
    } catch (StartException e) {
      System.err.println("autorec-server: health: " + e.getMessage());
      return AutorecServer.USAGE;
    } catch (TlsException e) {
      System.err.println("autorec-server: health: " + e.getMessage());
      return 1;
    }
  }

  private static int check(String host, int number, ChannelCredentials credentials) {
    ManagedChannel channel = Grpc.newChannelBuilderForAddress(host, number, credentials).build();
    try {
      ServingStatus status =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus();
      System.out.println(status);
      return status == ServingStatus.SERVING ? 0 : 1;
    } catch (RuntimeException e) {
      System.err.println(
          "autorec-server: health: " + host + ", port " + number + ": " + e.getMessage());
      return 1;
    } finally {
      channel.shutdownNow();
    }
  }

  /** Returns the server's address; the loopback address if the server listens on all. */
  private String host() throws StartException {
    String given = host == null ? "" : host.strip();
    Optional<InetAddress> address =
        given.isEmpty()
            ? server.settings().process().address()
            : Optional.of(ProcessSettings.address("host", given));
    return address
        .filter(a -> !a.isAnyLocalAddress())
        .map(InetAddress::getHostAddress)
        .orElse(LOCAL);
  }

  private int port() throws StartException {
    int number = port == null ? server.settings().process().port() : port;
    return ServerSettings.number("port", "" + number, 1, 65_535);
  }

  private ChannelCredentials credentials() throws StartException, TlsException {
    Optional<TlsFiles> tls = server.settings().security().tlsFiles();
    return tls.isEmpty()
        ? InsecureChannelCredentials.create()
        : OwnCertificate.credentials(tls.get());
  }
}
