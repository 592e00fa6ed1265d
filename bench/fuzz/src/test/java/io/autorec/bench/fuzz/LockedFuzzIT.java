package io.autorec.bench.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.bench.fuzz.raw.RawStreams;
import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.grpc.TlsChannelCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fuzz of a server with TLS, tokens and the administration. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockedFuzzIT {
  private static final String APP = "app-0123456789012345678901234567";
  private static final String OPS = "ops-0123456789012345678901234567";

  private final long seed = ThreadLocalRandom.current().nextLong();
  private BuiltServer server;
  private Door door;

  @BeforeAll
  void start(@TempDir Path folder, @TempDir Path models) throws Exception {
    System.out.println("seed " + seed);
    ServerKeys keys = ServerKeys.make(folder);
    Path tokens =
        Files.write(folder.resolve("tokens"), List.of("predict app " + APP, "admin ops " + OPS));
    TinyModel.writeWithFoldIn(models, "by-item", 3, Orientation.ITEM);
    TinyModel.write(models, "tiny", 1, Orientation.USER);
    TinyModel.write(models, "tiny", 2, Orientation.USER);
    server =
        BuiltServer.start(
            models,
            "--tokens",
            tokens,
            "--tls-cert",
            keys.certificate(),
            "--tls-key",
            keys.key(),
            "--versions",
            2);
    door =
        new Door(
            "localhost",
            server.port(),
            TlsChannelCredentials.newBuilder().trustManager(keys.certificate().toFile()).build(),
            APP,
            OPS);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void calls_keepAllPromises_whoeverMakesThem() throws Exception {
    ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    try (FuzzRun calls = new FuzzRun(door, seed)) {
      calls.run(0, 300, (call, what) -> broken.add(what + ": " + call.text()));
      assertEquals(List.of(), calls.changed(), "seed " + seed);
      calls.administrate(300, (call, what) -> broken.add(what + ": " + call.text()));

      assertEquals(List.of(), List.copyOf(broken), "seed " + seed);
      assertEquals(List.of(), calls.lost(), "seed " + seed);
    }
  }

  @Test
  void others_areAnswered_whenConnectionsBringAnything() throws Exception {
    try (HealthyClient healthy = new HealthyClient(door)) {
      new RawStreams("localhost", List.of(server.port()), seed).run(60);
      healthy.awaitCall();

      assertEquals("", healthy.firstFailure(), "seed " + seed);
      assertTrue(healthy.answered() > 0);
    }
  }
}
