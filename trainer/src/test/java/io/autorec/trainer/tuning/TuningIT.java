package io.autorec.trainer.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Orientation;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.ratings.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningIT {
  @TempDir Path folder;

  private final List<String> trials = new ArrayList<>();
  private final Tuning.Listener listener =
      new Tuning.Listener() {
        @Override
        public void onTrial(
            @Nullable Candidate candidate, int epochs, double rmse, double seconds) {
          trials.add((candidate == null ? "defaults" : "candidate") + " " + epochs);
        }

        @Override
        public void onBest(Candidate candidate, double rmse) {}
      };

  private Tuning tuning(Duration time) throws IOException {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (int user = 0; user < 30; user++) {
      for (int item = 0; item < 20; item++) {
        text.append("u%d,i%d,%d%n".formatted(user, item, 1 + random.nextInt(5)));
      }
    }
    Path ratings = Files.writeString(folder.resolve("ratings.csv"), text);
    return new Tuning(
        InputFiles.of(ratings),
        ReadOptions.defaults(),
        SplitMethod.RANDOM,
        Orientation.USER,
        time,
        3,
        1);
  }

  @Test
  void run_triesTheDefaults_evenWithoutTime() throws IOException {
    Tuning.Best best = tuning(Duration.ZERO).run(() -> false, listener).orElseThrow();
    assertNull(best.candidate());
    assertEquals(best.defaultRmse(), best.rmse());
    assertEquals("ratings.csv", best.fileName());
    assertEquals(List.of("defaults 3"), trials);
  }

  @Test
  void run_findsNothing_whenItIsStoppedAtOnce() throws IOException {
    assertEquals(Optional.empty(), tuning(Duration.ofHours(1)).run(() -> true, listener));
    assertEquals(List.of(), trials);
  }

  @Test
  void run_triesMoreCandidatesForFewEpochs_thanForMany() throws IOException {
    // Nine for one epoch, three for one, one for three; then the search is stopped.
    Optional<Tuning.Best> best =
        tuning(Duration.ofHours(1)).run(() -> trials.size() >= 14, listener);
    assertEquals("defaults 3", trials.get(0));
    assertEquals(12, trials.stream().filter("candidate 1"::equals).count());
    assertEquals(1, trials.stream().filter("candidate 3"::equals).count());
    assertTrue(best.orElseThrow().rmse() <= best.orElseThrow().defaultRmse());
  }
}
