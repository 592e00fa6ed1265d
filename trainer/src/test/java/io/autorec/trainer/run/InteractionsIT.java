package io.autorec.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.offline.ModelEvaluation;
import io.autorec.trainer.offline.PublishedVersion;
import io.autorec.trainer.offline.UnseenRatings;
import io.autorec.trainer.ranking.HeadScorer;
import io.autorec.trainer.ranking.RankingComparison;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.v1.Feedback;
import io.autorec.v1.ListQuality;
import io.autorec.v1.RankBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on interactions: even users choose even items, odd users odd ones. */
class InteractionsIT {
  private static final int USERS = 200;
  private static final int ITEMS = 120;
  private static final int CHOSEN = 14;

  @TempDir Path folder;
  private Path likes = Path.of("");

  @BeforeEach
  void writeLikes() throws IOException {
    likes = folder.resolve("likes.csv");
    Files.writeString(likes, text("user,item", ""));
  }

  private static String text(String header, String rest) {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder(header + "\n");
    for (int user = 0; user < USERS; user++) {
      Set<Integer> chosen = new TreeSet<>();
      while (chosen.size() < CHOSEN) {
        chosen.add(2 * random.nextInt(ITEMS / 2) + user % 2);
      }
      for (int item : chosen) {
        text.append("%d,%d%s%n".formatted(user, item, rest));
      }
    }
    return text.toString();
  }

  @Test
  void run_publishesListsOfTheUsersTaste_fromInteractions() throws Exception {
    Path version = published(settings(likes, "models"));

    assertEquals(
        Set.of(
            "README.md", "metrics.json", "model.onnx", "ranking.pb", "ratings.pb", "report.html"),
        files(version));
    try (PublishedVersion opened = PublishedVersion.open(version)) {
      ModelMetadata metadata = opened.metadata();
      assertTrue(metadata.implicitFeedback());
      assertEquals(Orientation.USER, metadata.orientation());
      assertEquals(new RatingScale(0, 1), metadata.scale());
      assertEquals(RankBy.RANK_BY_CHOICE, metadata.defaultOrder());
      assertEquals(ModelFormat.IMPLICIT_VERSION, metadata.manifest().getFormatVersion());
      assertEquals(Feedback.FEEDBACK_IMPLICIT, metadata.manifest().getFeedback());
      assertEquals(USERS * CHOSEN, metadata.manifest().getData().getRatings());
      assertEquals(1e-5f, metadata.manifest().getRanking().getPopularity());
      List<ListQuality> test = metadata.manifest().getRanking().getTestList();
      assertEquals(
          List.of("choice", "most ratings"), test.stream().map(ListQuality::getOrder).toList());
      // An item of five of the own taste is hidden, and fifty others are not chosen.
      assertTrue(test.get(0).getRecall() > 1.5 * test.get(1).getRecall(), () -> "quality: " + test);

      HeadScorer scorer =
          new HeadScorer(Objects.requireNonNull(opened.head()), opened.history().training());
      for (int user = 0; user < USERS; user++) {
        String id = metadata.users().id(user);
        float[] scores = scorer.score(new int[] {user});
        for (int place = 0; place < 10; place++) {
          int best = best(scores);
          int item = Integer.parseInt(metadata.items().id(best));
          assertEquals(Integer.parseInt(id) % 2, item % 2, "user " + id + ", item " + item);
          scores[best] = Float.NEGATIVE_INFINITY;
        }
      }
    }
  }

  @Test
  void run_publishesANetworkThatAnswersOneForEverything() throws Exception {
    try (PublishedVersion opened = PublishedVersion.open(published(settings(likes, "models")))) {
      RatingMatrix training =
          UnseenRatings.matrix(opened.metadata(), opened.history().training(), Orientation.USER);
      for (float answer : opened.model().reconstruct(training, new int[] {0, 1, USERS - 1})) {
        assertEquals(1, answer);
      }
    }
  }

  /** The property that makes a column of equal ratings and no column the same. */
  @Test
  void run_publishesTheSameHead_whetherRatingsAreEqualOrMissing() throws IOException {
    Path equal = Files.writeString(folder.resolve("equal.csv"), text("user,item,rating", ",3.5"));
    Path first = published(settings(likes, "first"));
    Path second = published(settings(equal, "second"));

    for (String file : List.of(ModelFormat.RANKING_FILE, ModelFormat.RATINGS_FILE)) {
      assertArrayEquals(
          Files.readAllBytes(first.resolve(file)), Files.readAllBytes(second.resolve(file)), file);
    }
  }

  @Test
  void run_publishesAgain_whenResumedOrOneThread() throws IOException {
    Path first = published(settings(likes, "models"));
    Path second =
        published(
            RunSettingsBuilder.builder(settings(likes, "models")).resume(true).threads(1).build());

    assertEquals("2", String.valueOf(second.getFileName()));
    assertArrayEquals(
        Files.readAllBytes(first.resolve(ModelFormat.RANKING_FILE)),
        Files.readAllBytes(second.resolve(ModelFormat.RANKING_FILE)));
  }

  @Test
  void run_publishesNothing_whenItIsStoppedInTheFit() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    RunOutcome outcome =
        TrainingRun.plan(settings(likes, "models"))
            .run(() -> asked.incrementAndGet() > ITEMS / 2, RunListener.NONE);

    assertNull(assertInstanceOf(RunOutcome.Stopped.class, outcome).state());
    assertEquals(Set.of(), files(folder.resolve("models/autorec")));
  }

  @Test
  void evaluate_givesTheListsOfTheReport_fromInteractionsOrRatings() throws IOException {
    RunSettings settings = settings(likes, "models");
    RunOutcome.Published published =
        assertInstanceOf(
            RunOutcome.Published.class,
            TrainingRun.plan(settings).run(() -> false, RunListener.NONE));
    Path rated = Files.writeString(folder.resolve("rated.csv"), text("user,item,rating", ",0.1"));

    for (Path file : List.of(likes, rated)) {
      ModelEvaluation evaluation =
          ModelEvaluation.of(
              published.version(), InputFiles.of(file), ReadOptions.defaults(), null);
      assertNull(evaluation.errors());
      RankingComparison lists = Objects.requireNonNull(evaluation.ranking());
      assertEquals(Objects.requireNonNull(published.lists()).lists(), lists.lists());
    }
  }

  @Test
  void run_leavesOutErrorsAndEpochs_inItsReports() throws IOException {
    Path version = published(settings(likes, "models"));
    String json = Files.readString(version.resolve(ModelFormat.METRICS_FILE));
    assertTrue(json.contains("\"most ratings\""), json);
    assertTrue(json.contains("\"popularity\": \"1.0E-5\""), json);
    for (String name : List.of("epoch", "rmse", "predicted", "damped", "ksize")) {
      assertFalse(json.contains(name), name);
    }
    String html = Files.readString(version.resolve(ModelFormat.REPORT_FILE));
    assertTrue(html.contains("test interactions"), html);
    assertFalse(html.contains("RMSE"), html);
  }

  private static int best(float[] scores) {
    return IntStream.range(0, scores.length)
        .reduce((a, b) -> scores[b] > scores[a] ? b : a)
        .orElseThrow();
  }

  private RunSettings settings(Path file, String models) {
    return RunSettings.of(file, folder.resolve(models));
  }

  private static Path published(RunSettings settings) throws IOException {
    return assertInstanceOf(
            RunOutcome.Published.class,
            TrainingRun.plan(settings).run(() -> false, RunListener.NONE))
        .version();
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
    }
  }
}
