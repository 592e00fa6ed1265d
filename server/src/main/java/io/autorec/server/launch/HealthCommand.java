package io.autorec.server.launch;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Asks the server on this machine for its health: exit status 0 if it serves, else 1. */
@Command(name = "health", description = "Checks the server on this machine: exit 0 if it serves.")
final class HealthCommand implements Callable<Integer> {
  private static final long TIMEOUT_SECONDS = 5;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @ParentCommand private AutorecServer server = new AutorecServer();

  @Option(names = "--port", description = "The server's port (50051, or AUTOREC_PORT).")
  @Nullable Integer port;

  @Override
  public Integer call() {
    int number;
    try {
      number = port();
    } catch (StartException e) {
      System.err.println("autorec-server: health: " + e.getMessage());
      return AutorecServer.USAGE;
    }
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress("localhost", number, InsecureChannelCredentials.create())
            .build();
    try {
      ServingStatus status =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus();
      System.out.println(status);
      return status == ServingStatus.SERVING ? 0 : 1;
    } catch (RuntimeException e) {
      System.err.println("autorec-server: health: localhost:" + number + ": " + e.getMessage());
      return 1;
    } finally {
      channel.shutdownNow();
    }
  }

  private int port() throws StartException {
    Object given =
        port == null
            ? Flags.given(server.spec.commandLine().getParseResult()).get("autorec.port")
            : port;
    String variable = System.getenv("AUTOREC_PORT");
    String text = given != null ? given.toString() : variable == null ? "50051" : variable;
    return Flags.number("port", text, 1, 65535);
  }
}
