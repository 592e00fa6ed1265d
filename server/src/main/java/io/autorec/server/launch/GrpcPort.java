package io.autorec.server.launch;

import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.micronaut.context.ApplicationContext;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import java.net.BindException;
import java.net.InetAddress;
import java.util.Optional;

/** Opens the gRPC port. */
final class GrpcPort {
  private GrpcPort() {}

  /**
   * Opens the port, with a health of NOT_SERVING.
   *
   * @throws StartException if the port cannot be opened
   */
  static GrpcEmbeddedServer open(ApplicationContext context, ServerSettings settings)
      throws StartException {
    Optional<InetAddress> host = settings.process().address();
    context.registerSingleton(ServerSettings.class, settings);
    context.registerSingleton(Security.class, Security.of(settings.security()));
    GrpcEmbeddedServer server = context.getBean(GrpcEmbeddedServer.class);
    // Before the port opens: no client may see SERVING until the models are loaded.
    Health unused = context.getBean(Health.class);
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException
            || cause.getClass().getName().contains("BindException")
            || String.valueOf(cause.getMessage()).contains("Failed to bind")) {
          throw new StartException(
              host.map(address -> "host: " + address.getHostAddress() + ", ").orElse("")
                  + "port: "
                  + settings.process().port()
                  + " cannot be opened: "
                  + rootMessage(e));
        }
      }
      throw e;
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage());
  }
}
