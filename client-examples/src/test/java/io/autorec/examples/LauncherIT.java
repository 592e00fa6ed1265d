package io.autorec.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.Launcher;
import io.autorec.v1.RecommendRequest;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The launcher of the distribution speaks UTF-8 whatever the locale. */
final class LauncherIT {
  @TempDir Path folder;

  private final FakeServer service = new FakeServer();
  private final Server server =
      Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
          .addService(service)
          .build();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @ParameterizedTest
  @MethodSource("io.autorec.fixture.Launcher#locales")
  void recommend_asksForAnyUser_whateverTheLocale(String variables) throws Exception {
    String said =
        Launcher.of("autorec-client", folder)
            .run(
                0,
                "\"$0\" recommend --target 127.0.0.1:"
                    + server.getPort()
                    + " --top 1 --user \"$(printf 'Zo\\303\\251')\"",
                variables);
    assertEquals("Zo\u00e9", ((RecommendRequest) service.requests.get(0)).getUserId());
    assertTrue(said.startsWith("For user Zo\u00e9 by films version 7"), said);
  }
}
