package io.autorec.server.launch;

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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Asks the server on this machine for its health: exit status 0 if it serves, else 1. */
@Command(
    name = "health",
    description =
        "Checks the server on this machine: exit 0 if it serves. It takes the server's host, port and files of"
            + " TLS as the server does: from variables, or from flags before the word health.",
    sortOptions = false)
final class HealthCommand implements Callable<Integer> {
  private static final long TIMEOUT_SECONDS = 5;
  private static final String LOCAL = "localhost";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @ParentCommand private AutorecServer server = new AutorecServer();

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
      return check(host(), number(), credentials());
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

  /** Where to ask: the address that the server has, or this machine's own where it has all. */
  private String host() throws StartException {
    String given = host == null ? setting("host").orElse("") : host.strip();
    if (given.isEmpty()) {
      return LOCAL;
    }
    InetAddress address = ProcessSettings.address("host", given);
    return address.isAnyLocalAddress() ? LOCAL : address.getHostAddress();
  }

  private int number() throws StartException {
    return Flags.number(
        "port", port == null ? setting("port").orElse("50051") : port.toString(), 1, 65535);
  }

  private ChannelCredentials credentials() throws StartException, TlsException {
    Optional<TlsFiles> tls =
        SecuritySettings.tlsFiles(
            setting("tls-cert").orElse(""),
            setting("tls-key").orElse(""),
            setting("tls-client-ca").orElse(""));
    return tls.isEmpty()
        ? InsecureChannelCredentials.create()
        : OwnCertificate.credentials(tls.get());
  }

  /** What the server is started with, as far as this command is told it too. */
  private Optional<String> setting(String name) {
    Object given =
        Flags.given(server.spec.commandLine().getParseResult()).get(Flags.PREFIX + "." + name);
    return Optional.ofNullable(
            given != null
                ? given.toString()
                : System.getenv("AUTOREC_" + name.toUpperCase(Locale.ROOT).replace('-', '_')))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
