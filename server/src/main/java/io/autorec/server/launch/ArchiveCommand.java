package io.autorec.server.launch;

import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.ListModelsRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code archive}: starts a server without models, makes one call and ends. The
 * launcher has Java archive the classes that were loaded. Later starts read them from the archive.
 */
@Command(
    name = "archive",
    description =
        "Makes later starts faster: archives the classes of this Java and this folder, which must"
            + " be writable. Run it again when either has changed; an archive that does not fit is"
            + " ignored.")
final class ArchiveCommand implements Callable<Integer> {
  private static final long TIMEOUT_SECONDS = 30;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Override
  public Integer call() throws StartException {
    Map<String, Object> anyPort = Map.of("autorec.port", 0);
    try (ApplicationContext context = RunningServer.context(anyPort).start()) {
      ManagedChannel channel =
          Grpc.newChannelBuilderForAddress(
                  "localhost",
                  GrpcPort.open(context, ServerSettings.of(context.getEnvironment())).getPort(),
                  InsecureChannelCredentials.create())
              .build();
      try {
        Object unused =
            AutoRecServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .listModels(ListModelsRequest.getDefaultInstance());
      } catch (StatusRuntimeException e) {
        // UNAVAILABLE: there are no models, as expected.
      } finally {
        channel.shutdownNow();
      }
    }
    return 0;
  }
}
