package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user sees who trains on interactions, from the first command to the last. */
class InteractionsCommandIT {
  private static final String REASON = "interactions, since every rating is 1.0";

  @TempDir static Path folder;
  private static TrainerProcess trained = new TrainerProcess(-1, List.of());

  /** Two groups of 30 users, each of which likes 20 items of its own and leaves some out. */
  @BeforeAll
  static void train() throws Exception {
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (int user = 0; user < 60; user++) {
      for (int item = 0; item < 20; item++) {
        if ((user / 2 + 3 * item) % 5 > 1) {
          text.append("%d,%s%d,1%n".formatted(user, user % 2 == 0 ? "a" : "b", item));
        }
      }
    }
    Files.writeString(folder.resolve("likes.csv"), text);
    trained = trainer("train", "likes.csv", "--out", "models");
  }

  private static TrainerProcess trainer(String... arguments)
      throws IOException, InterruptedException {
    return TrainerProcess.run(folder, List.of(), process -> {}, arguments);
  }

  @Test
  void train_saysWhatItDid_andNothingOfRatings() {
    assertEquals(0, trained.status(), () -> "" + trained.lines());
    assertEquals("likes.csv: 720 interactions of 40 items by 60 users", trained.lines().get(0));
    assertTrue(trained.hasLine("  feedback: " + REASON), () -> "" + trained.lines());
    assertTrue(
        trained.hasLine(
            "no network is trained: lists are ranked by choice; 648 to train on, 0 to validate, 72 to test"));
    assertTrue(trained.hasLine("by their hidden interactions: Recall@10, NDCG@10, coverage"));
    assertTrue(trained.hasLine("  most ratings "));
    assertTrue(trained.last().startsWith("published models/autorec/1; see "), trained::last);
    for (String word : List.of("RMSE", "epoch", "predicted", "PyTorch", "damped", "options")) {
      assertFalse(trained.hasLine(word), () -> word + ": " + trained.lines());
    }
  }

  @Test
  void train_saysThatOptionsOfTheNetworkDoNothing() throws Exception {
    TrainerProcess run =
        trainer("train", "likes.csv", "--out", "others", "--epochs", "3", "--quantize", "int8");
    assertEquals(0, run.status(), () -> "" + run.lines());
    assertTrue(run.hasLine("options of the network ("), () -> "" + run.lines());
    assertTrue(run.hasLine("the like) do nothing here"));
  }

  @Test
  void evaluate_printsTheListsOfTheReport() throws Exception {
    TrainerProcess run = trainer("evaluate", "models/autorec/1", "likes.csv");
    assertEquals(0, run.status(), () -> "" + run.lines());
    assertEquals("model      models/autorec/1 (interactions)", run.lines().get(0));
    assertTrue(run.hasLine("ranking    best 10 for "), () -> "" + run.lines());
    assertFalse(run.hasLine("RMSE"));
    assertEquals(recall(trained, "  model "), recall(run, "model "));
  }

  private static String recall(TrainerProcess run, String start) {
    return run.lines().stream()
        .filter(line -> line.startsWith(start) && line.matches(".* [01]\\.\\d{4} .*"))
        .map(line -> line.strip().split(" +", -1)[1])
        .findFirst()
        .orElseThrow();
  }

  @Test
  void recommend_listsTheOwnTaste_withoutPredictedRatings() throws Exception {
    TrainerProcess run =
        trainer("recommend", "models/autorec/1", "--output", "all.csv", "--top", "3");
    assertEquals(0, run.status(), () -> "" + run.lines());
    List<String> lines = Files.readAllLines(folder.resolve("all.csv"));
    assertEquals(181, lines.size());
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      assertTrue(fields[2].startsWith(Integer.parseInt(fields[0]) % 2 == 0 ? "a" : "b"), line);
      assertTrue(Double.isFinite(Double.parseDouble(fields[4])), line);
      assertEquals("", fields[5], line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tune likes.csv      | likes.csv: interactions, since every rating is 1.0 (expected: ratings, of two values or more)
          benchmark likes.csv --no-ranking | --no-ranking: with likes.csv, which holds interactions, since every rating is 1.0 (expected: ratings, or no --no-ranking)
          benchmark likes.csv --test-ratio 0.0001 | --test-ratio: 1.0E-4 of 720 interactions is none (expected: a larger share, or more of them)
          evaluate-newcomers models/autorec/1 likes.csv | models/autorec/1: trained on interactions, and predicts no ratings (expected: a version trained on ratings; evaluate measures the lists of this one)
          recommend models/autorec/1 --output no.csv --rank-by predicted-rating | --rank-by: predicted-rating, and models/autorec/1 was trained on interactions (expected: choice)
          train likes.csv --out none --device gpu | --device: gpu (expected: auto, cpu or cuda)
          train likes.csv --interactions --rating-column rating | --interactions: with --rating-column rating (expected: one of the two)
          """)
  void command_refuses_whatNeedsRatings(String command, String message) throws Exception {
    TrainerProcess run = trainer(command.split(" ", -1));
    assertEquals(message, run.last());
    assertEquals(2, run.status());
    assertEquals(1, run.lines().size(), () -> "" + run.lines());
    assertFalse(Files.exists(folder.resolve("no.csv")));
  }

  @Test
  void train_refuses_whenTheHeapIsTooSmall() throws Exception {
    StringBuilder text = new StringBuilder("user,item\n");
    for (int i = 0; i < 200_000; i++) {
      text.append("%d,%d%n".formatted(i % 50_000, i * 7919L % 100_003));
    }
    Files.writeString(folder.resolve("many.csv"), text);
    TrainerProcess run =
        TrainerProcess.run(
            folder, List.of("-Xmx200m"), process -> {}, "train", "many.csv", "--out", "none");
    assertEquals(2, run.status(), () -> "" + run.lines());
    assertTrue(
        run.last()
            .matches(
                "memory: publishing needs \\d+ MiB of heap, and \\d+ are free"
                    + " \\(expected: about JAVA_OPTS=-Xmx\\d+m\\)"),
        run::last);
  }
}
