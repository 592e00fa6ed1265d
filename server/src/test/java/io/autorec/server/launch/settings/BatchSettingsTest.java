package io.autorec.server.launch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.server.inference.RunThreads;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSettingsTest {
  @ParameterizedTest
  @CsvSource({
    // asked for workers and threads (0: not), cores, workers, threads of small and large graphs
    "0, 0,  1,  1,  1,  1",
    "0, 0,  2,  1,  1,  2",
    "0, 0,  3,  1,  1,  2",
    "0, 0,  8,  4,  1,  2",
    "0, 0, 64,  8,  1,  2",
    "2, 0,  8,  2,  4,  4",
    "9, 0,  8,  9,  1,  1",
    "0, 1,  2,  2,  1,  1",
    "0, 4, 16,  4,  4,  4",
    "0, 9,  8,  1,  9,  9",
    "3, 5,  2,  3,  5,  5",
  })
  void workersAndThreads_fillTheCores_unlessAskedOtherwise(
      int askedWorkers, int askedThreads, int cores, int workers, int small, int large) {
    BatchSettings settings = settings(askedWorkers, askedThreads);
    assertEquals(workers, settings.workers(cores));
    assertEquals(new RunThreads(small, large), settings.threads(cores));
  }

  private static BatchSettings settings(int workers, int threads) {
    BatchSettings settings = new BatchSettings();
    settings.workers = workers;
    settings.threads = threads;
    return settings;
  }
}
