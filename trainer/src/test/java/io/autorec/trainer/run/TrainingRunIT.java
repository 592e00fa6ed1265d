package io.autorec.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.ModelFormat;
import io.autorec.trainer.checkpoint.StoredRun;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.offline.ModelEvaluation;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.settings.SettingException;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.settings.TrainingSettingsBuilder;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunIT {
  private static final TrainingSettings SMALL =
      TrainingSettings.builder().hiddenUnits(8).epochs(3).build();

  @TempDir Path folder;
  private Path ratings = Path.of("");
  private Path models = Path.of("");

  @BeforeEach
  void writeRatings() throws IOException {
    ratings = folder.resolve("ratings.csv");
    models = folder.resolve("models");
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (int user = 0; user < 40; user++) {
      for (int item = 0; item < 25; item++) {
        if (random.nextInt(3) > 0) {
          text.append("u%d,i%d,%d%n".formatted(user, item, 1 + (user * item + user) % 5));
        }
      }
    }
    Files.writeString(ratings, text);
  }

  /** A training run in Java: what {@code autorec-trainer train ratings.csv --out models} does. */
  @Test
  void run_publishesAVersion_fromARatingsFile() throws IOException {
    TrainingSettings training = TrainingSettings.builder().hiddenUnits(8).epochs(3).build();
    RunSettings settings = RunSettings.of(ratings, models).with(training);

    TrainingRun run = TrainingRun.plan(settings);
    assertEquals(40, run.plan().table().users().size());
    assertEquals(25, run.plan().prepared().training().rows());

    RunOutcome outcome = run.run(() -> false, RunListener.NONE);

    RunOutcome.Published published = assertInstanceOf(RunOutcome.Published.class, outcome);
    Path version = published.version();
    assertEquals(models.resolve("autorec").resolve("1"), version);
    assertTrue(Files.exists(version.resolve(ModelFormat.MODEL_FILE)));

    // The published model errs on the test ratings as the report says.
    ModelEvaluation again =
        ModelEvaluation.of(version, InputFiles.of(ratings), ReadOptions.defaults(), null);
    double reported = Objects.requireNonNull(published.test()).rmse();
    assertEquals(reported, Objects.requireNonNull(again.errors()).model().rmse(), 1e-4);
  }

  @Test
  void run_publishesTheSameModel_whenItWasStoppedAndResumed() throws IOException {
    RunSettings whole = RunSettings.of(ratings, folder.resolve("whole")).with(SMALL);
    Path expected = published(TrainingRun.plan(whole).run(() -> false, RunListener.NONE));

    RunSettings settings = RunSettings.of(ratings, models).with(SMALL);
    int[] batches = {0};
    RunOutcome outcome = TrainingRun.plan(settings).run(() -> ++batches[0] > 20, RunListener.NONE);
    Path state = assertInstanceOf(RunOutcome.Stopped.class, outcome).state();
    assertTrue(Files.exists(state));
    assertFalse(Files.exists(models.resolve("autorec").resolve("1")));

    Path found = published(TrainingRun.plan(settings.resumed()).run(() -> false, RunListener.NONE));
    for (String file : List.of(ModelFormat.USER_SCORES_FILE, ModelFormat.FOLD_IN_FILE)) {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve(file)),
          Files.readAllBytes(found.resolve(file)),
          file);
    }
    assertFalse(Files.exists(state), "the state stayed");
  }

  @Test
  void run_keepsWhatIsTrained_andPublishesItWhenResumed() throws IOException {
    RunSettings settings = RunSettings.of(ratings, models).with(SMALL);
    // A file where the model's folder is to be.
    Path obstacle = models.resolve("autorec");
    int[] epochs = {0};
    RunListener blocking =
        new RunListener() {
          @Override
          public void onEpoch(EpochResult result, boolean isBest) {
            epochs[0]++;
          }

          @Override
          public void onTrainingEnded() {
            write(obstacle);
          }
        };
    UnpublishedException e =
        assertThrows(
            UnpublishedException.class,
            () -> TrainingRun.plan(settings).run(() -> false, blocking));
    assertTrue(Files.exists(e.kept().orElseThrow()));
    assertInstanceOf(InputException.class, e.getCause());

    Files.delete(obstacle);
    Events events = new Events();
    published(TrainingRun.plan(settings.resumed()).run(() -> false, events));
    // Once more after training on with the validation ratings.
    assertEquals(
        List.of("already trained in " + epochs[0], "export checked", "export checked"),
        events.names);
  }

  /** Memory ends when the graphs are written, when lists are ranked, when all is trained on. */
  @ParameterizedTest
  @ValueSource(strings = {"onExportChecked", "onHeadItem", "onHeadFitted", "onTrainedOn"})
  void run_keepsWhatIsTrained_whereverMemoryEnds(String stage) throws IOException {
    RunSettings settings = RunSettings.of(ratings, models).with(SMALL);
    RunListener full =
        (RunListener)
            Proxy.newProxyInstance(
                RunListener.class.getClassLoader(),
                new Class<?>[] {RunListener.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals(stage)) {
                    throw new OutOfMemoryError("Java heap space");
                  }
                  return null;
                });
    UnpublishedException e =
        assertThrows(
            UnpublishedException.class, () -> TrainingRun.plan(settings).run(() -> false, full));
    assertInstanceOf(OutOfMemoryError.class, e.getCause());
    assertEquals(List.of(), entries(models.resolve("autorec")));

    Events events = new Events();
    published(TrainingRun.plan(settings.resumed()).run(() -> false, events));
    assertTrue(events.names.get(0).startsWith("already trained in "), () -> "" + events.names);
    assertEquals(List.of("1", "config.pbtxt"), entries(models.resolve("autorec")));
  }

  @Test
  void run_tellsOfEarlierRuns_unlessItResumesOne() throws IOException {
    RunSettings settings = RunSettings.of(ratings, models).with(SMALL);
    Events stopped = new Events();
    TrainingRun.plan(settings).run(() -> true, stopped);
    assertEquals(List.of("started", "ended"), stopped.names);

    Events again = new Events();
    TrainingRun.plan(settings).run(() -> true, again);
    assertEquals(List.of("earlier: stopped, same", "started", "ended"), again.names);

    Events other = new Events();
    TrainingSettings seed = SMALL.toBuilder().seed(2).build();
    TrainingRun.plan(settings.with(seed)).run(() -> true, other);
    assertEquals("earlier: stopped, other", other.names.get(0));

    Events resumed = new Events();
    TrainingRun.plan(settings.resumed()).run(() -> true, resumed);
    assertEquals(List.of("started", "ended"), resumed.names);
  }

  @Test
  void run_refusesToResume_whenThereIsNothingOrAnotherRun() throws IOException {
    RunSettings settings = RunSettings.of(ratings, models).with(SMALL).resumed();
    assertTrue(refusal(settings).startsWith("--resume: "), refusal(settings));

    TrainingSettings seed = SMALL.toBuilder().seed(2).build();
    TrainingRun.plan(RunSettings.of(ratings, models).with(seed)).run(() -> true, RunListener.NONE);
    assertTrue(refusal(settings).contains("other data or settings"), refusal(settings));
  }

  /** The command line is held to the same, see {@code MessagesTest}. */
  @Test
  void settings_areRefused_alsoWithoutACommandLine() {
    TrainingSettingsBuilder large = TrainingSettings.builder().hiddenUnits(100_001);
    SettingException e = assertThrows(SettingException.class, large::build);
    assertEquals(SettingException.Setting.HIDDEN_UNITS, e.setting());
    assertEquals("hidden units: 100001 (expected: at most 100000)", e.getMessage());

    RunSettings usual = RunSettings.of(ratings, models);
    assertThrows(
        InputException.class, () -> RunSettingsBuilder.builder(usual).testRatio(1).build());
    assertThrows(InputException.class, () -> RunSettingsBuilder.builder(usual).threads(0).build());
    OutputFolder zero = new OutputFolder(models, "autorec", OptionalInt.of(0));
    assertEquals(
        "--model-version: 0 (expected: >= 1)",
        refusal(RunSettingsBuilder.builder(usual).output(zero).build()));
  }

  private static String refusal(RunSettings settings) {
    return String.valueOf(
        assertThrows(
                InputException.class,
                () -> TrainingRun.plan(settings).run(() -> false, RunListener.NONE))
            .getMessage());
  }

  private static Path published(RunOutcome outcome) {
    return assertInstanceOf(RunOutcome.Published.class, outcome).version();
  }

  private static List<String> entries(Path model) throws IOException {
    try (Stream<Path> entries = Files.list(model)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "in the way");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The events of a run but its epochs. */
  private static final class Events implements RunListener {
    private final List<String> names = new ArrayList<>();

    @Override
    public void onEarlierRuns(List<StoredRun.Earlier> earlier) {
      for (StoredRun.Earlier run : earlier) {
        names.add(
            "earlier: "
                + (run.isTrained() ? "trained" : "stopped")
                + (run.isSame() ? ", same" : ", other"));
      }
    }

    @Override
    public void onAlreadyTrained(int epochs) {
      names.add("already trained in " + epochs);
    }

    @Override
    public void onTrainingStarted(io.autorec.trainer.settings.HyperParameters hyper) {
      names.add("started");
    }

    @Override
    public void onTrainingEnded() {
      names.add("ended");
    }

    @Override
    public void onExportChecked(double largestDifference) {
      names.add("export checked");
    }
  }
}
