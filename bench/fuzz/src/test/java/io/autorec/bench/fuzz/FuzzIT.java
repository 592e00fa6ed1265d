package io.autorec.bench.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.bench.fuzz.raw.RawStreams;
import io.autorec.fixture.TinyInteractions;
import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzIT {
  private final long seed = ThreadLocalRandom.current().nextLong();
  private BuiltServer server;

  @BeforeAll
  void start(@TempDir Path repository) throws Exception {
    System.out.println("seed " + seed);
    TinyModel.write(repository, "by-item", 3, Orientation.ITEM);
    TinyModel.writeWithFoldIn(repository, "by-item-fitting", 4, Orientation.ITEM);
    TinyModel.writeWithFoldIn(repository, "by-user-fitting", 5, Orientation.USER);
    TinyModel.write(repository, "by-user", 7, Orientation.USER);
    TinyModel.writeWithRankingHead(repository, "items-by-choice", 1, Orientation.ITEM, false);
    TinyModel.writeWithRankingHead(
        repository, "items-by-choice-fitting", 2, Orientation.ITEM, true);
    TinyModel.writeWithRankingHead(repository, "users-by-choice", 3, Orientation.USER, true);
    TinyInteractions.write(repository, "interactions", 6);
    server = BuiltServer.start(repository);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void calls_keepAllPromises_whenRequestsAreWrong() throws Exception {
    ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    try (FuzzRun calls = new FuzzRun(Door.open("localhost", server.port()), seed)) {
      calls.run(0, 600, (call, what) -> broken.add(what + ": " + call.text()));

      assertEquals(List.of(), List.copyOf(broken), "seed " + seed);
      assertEquals(List.of(), calls.changed(), "seed " + seed);
    }
  }

  @Test
  void others_areAnswered_whenConnectionsBringAnything() throws Exception {
    try (HealthyClient healthy = new HealthyClient(Door.open("localhost", server.port()))) {
      new RawStreams("localhost", List.of(server.port()), seed).run(60);
      healthy.awaitCall();

      assertEquals("", healthy.firstFailure(), "seed " + seed);
      assertTrue(healthy.answered() > 0);
    }
  }
}
