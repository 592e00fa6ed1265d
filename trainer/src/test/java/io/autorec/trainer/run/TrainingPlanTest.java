package io.autorec.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.export.WeightType;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.settings.RecipeChoice;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.settings.TrainingSettingsBuilder;
import io.autorec.trainer.training.TrainingDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingPlanTest {
  private static final int USERS = 30;
  private static final int ITEMS = 20;

  @TempDir Path folder;

  private RatingsFile file() throws IOException {
    return file(ReadOptions.defaults());
  }

  private RatingsFile file(ReadOptions options) throws IOException {
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        text.append("u%d,i%d,%d%n".formatted(user, item, 1 + (user + item * 3) % 5));
      }
    }
    Path file = Files.writeString(folder.resolve("ratings.csv"), text);
    return RatingsReader.read(file, options);
  }

  private TrainingPlan plan(
      TrainingSettings training, double testRatio, @Nullable Double validationRatio, int threads)
      throws IOException {
    return plan(file(), training, testRatio, validationRatio, threads);
  }

  private TrainingPlan plan(
      RatingsFile file,
      TrainingSettings training,
      double testRatio,
      @Nullable Double validationRatio,
      int threads) {
    RunSettings settings =
        new RunSettings(
            InputFiles.of(folder.resolve("ratings.csv")),
            ReadOptions.defaults(),
            null,
            new OutputFolder(folder, "films", OptionalInt.empty()),
            training,
            SplitMethod.RANDOM,
            null,
            testRatio,
            validationRatio,
            WeightType.FLOAT32,
            "cpu",
            threads,
            RunSettings.CHECKPOINTS,
            false);
    return TrainingPlan.of(settings, file, null, TrainingDevice.CPU);
  }

  private TrainingPlan plan(TrainingSettings training) throws IOException {
    return plan(training, 0.1, null, 1);
  }

  @Test
  void parts_haveTheAskedShares() throws IOException {
    TrainingPlan plan = plan(TrainingSettings.DEFAULTS, 0.2, 0.25, 1);
    assertEquals(120, plan.split().test().length);
    assertEquals(120, plan.split().validation().length);
    assertEquals(360, plan.split().training().length);
    assertEquals(360, plan.prepared().training().size());
    assertEquals(120, plan.prepared().test().size());
  }

  @Test
  void validationRatio_isATenth_whenRatingsAreFew() throws IOException {
    TrainingPlan plan = plan(TrainingSettings.DEFAULTS);
    assertEquals(0.1, plan.validationRatio());
    assertEquals(54, plan.split().validation().length);
  }

  @Test
  void rows_areWhatTheOrientationSays() throws IOException {
    TrainingPlan byItem = plan(TrainingSettings.DEFAULTS);
    assertEquals(ITEMS, byItem.prepared().training().rows());
    assertEquals(USERS, byItem.prepared().transform().width());
    TrainingPlan byUser = plan(TrainingSettings.builder().orientation(Orientation.USER).build());
    assertEquals(USERS, byUser.prepared().training().rows());
    assertEquals(ITEMS, byUser.prepared().transform().width());
  }

  @Test
  void transform_knowsTheTrainingRatingsOnly() throws IOException {
    TrainingPlan plan = plan(TrainingSettings.DEFAULTS);
    double sum = 0;
    for (int i : plan.split().training()) {
      sum += plan.table().rating(i);
    }
    assertEquals(
        sum / plan.split().training().length, plan.prepared().transform().globalMean(), 1e-9);
    assertEquals(1, plan.prepared().transform().scale().min());
    assertEquals(5, plan.prepared().transform().scale().max());
  }

  @Test
  void plan_isRefused_whenNothingIsLeftToTrainOn() {
    String message =
        String.valueOf(
            assertThrows(
                    InputException.class, () -> plan(TrainingSettings.DEFAULTS, 0.9999, 0.5, 1))
                .getMessage());
    assertTrue(message.startsWith("--test-ratio: 0.9999 with --validation-ratio 0.5: "), message);
  }

  static Stream<UnaryOperator<TrainingSettingsBuilder>> changes() {
    return Stream.of(
        s -> s.orientation(Orientation.USER),
        s -> s.epochs(61),
        s -> s.batchSize(7),
        s -> s.learningRate(0.002),
        s -> s.weightDecay(3.5),
        s -> s.hiddenUnits(501),
        s -> s.hiddenActivation(HiddenActivation.ELU),
        s -> s.outputActivation(OutputActivation.SIGMOID),
        s -> s.centering(Centering.NONE),
        s -> s.maskEncoder(false),
        s -> s.inputExponent(0.4),
        s -> s.patience(3),
        s -> s.networks(2),
        s -> s.recipe(RecipeChoice.FIXED),
        s -> s.biasShare(0.1),
        s -> s.residualWeightDecay(3.5),
        s -> s.centering(Centering.NONE).residualShare(0.3),
        s -> s.seed(2));
  }

  /** A stopped run goes on only with the same settings. */
  @ParameterizedTest
  @MethodSource("changes")
  void fingerprint_isAnother_whenASettingIs(UnaryOperator<TrainingSettingsBuilder> change)
      throws IOException {
    TrainingPlan changed = plan(change.apply(TrainingSettings.builder()).build());
    assertNotEquals(plan(TrainingSettings.DEFAULTS).fingerprint(), changed.fingerprint());
  }

  @Test
  void fingerprint_isAnother_whenTheSplitOrTheDataAre() throws IOException {
    String usual = plan(TrainingSettings.DEFAULTS).fingerprint();
    assertNotEquals(usual, plan(TrainingSettings.DEFAULTS, 0.2, null, 1).fingerprint());
    assertNotEquals(usual, plan(TrainingSettings.DEFAULTS, 0.1, 0.2, 1).fingerprint());
    assertTrue(usual.startsWith(file().sha256()), usual);
  }

  /** The plan of a run on the ratings and a few of a user and an item that they lack. */
  private TrainingPlan planWithTest(SplitMethod split, String test) throws IOException {
    file();
    Path times = folder.resolve("times.csv");
    StringBuilder text = new StringBuilder("user,item,rating,time\n");
    for (int i = 0; i < USERS * ITEMS; i++) {
      text.append("u%d,i%d,%d,%d%n".formatted(i % USERS, i / USERS, 1 + i % 5, 5000 - i));
    }
    Files.writeString(times, text);
    Path held = Files.writeString(folder.resolve("held.csv"), "user,item,rating,time\n" + test);
    RunSettingsBuilder settings =
        RunSettingsBuilder.builder(RunSettings.of(times, folder))
            .training(TrainingSettings.builder().hiddenUnits(3).build())
            .split(split)
            .validationRatio(0.1);
    if (!test.isEmpty()) {
      settings.test(InputFiles.of(held)).testRatio(0);
    }
    return TrainingRun.plan(settings.build()).plan();
  }

  @Test
  void test_isTheFile_andAllOtherRatingsAreToTrainAndToValidateOn() throws IOException {
    TrainingPlan plan = planWithTest(SplitMethod.RANDOM, "u0,new,5,1\nnew,i3,1,1\nnew,new,2,1\n");
    assertEquals(3, plan.split().test().length);
    assertEquals(60, plan.split().validation().length);
    assertEquals(540, plan.split().training().length);
    assertEquals(31, plan.table().users().size());
    for (int i : plan.split().test()) {
      String pair =
          plan.table().users().id(plan.table().user(i))
              + plan.table().items().id(plan.table().item(i));
      assertTrue(pair.contains("new"), pair);
    }
    assertEquals("held.csv", plan.data().get("test file"));
    assertEquals("held.csv", plan.settings().get("test"));
    assertEquals("3", plan.data().get("test ratings"));
    assertEquals(64, String.valueOf(plan.data().get("test file sha256")).length());
    assertEquals(null, plan.settings().get("test-ratio"));
  }

  @Test
  void fingerprint_isAnother_whenTheTestFileOrTheKindOfSplitIs() throws IOException {
    Set<String> different = new HashSet<>();
    for (SplitMethod split : SplitMethod.values()) {
      for (String test : List.of("", "u0,new,5,1\nnew,i3,1,1\n", "u0,new,4,1\nnew,i3,1,1\n")) {
        String fingerprint = planWithTest(split, test).fingerprint();
        assertTrue(different.add(fingerprint), fingerprint);
        assertEquals(fingerprint, planWithTest(split, test).fingerprint());
      }
    }
  }

  /** In the file, the times go down, item by item; the table is in the order of users. */
  @Test
  void split_holdsOutTheLatest_whenItIsByTime() throws IOException {
    TrainingPlan plan = planWithTest(SplitMethod.TIME, "");
    assertEquals("time", plan.settings().get("split"));
    assertEquals(60, plan.split().test().length);
    assertEquals(54, plan.split().validation().length);
    for (int i : plan.split().test()) {
      assertTrue(List.of("i0", "i1").contains(plan.table().items().id(plan.table().item(i))));
    }
    for (int i : plan.split().validation()) {
      assertTrue(List.of("i2", "i3").contains(plan.table().items().id(plan.table().item(i))));
    }
    // With a test file, only the validation part is the latest.
    TrainingPlan given = planWithTest(SplitMethod.TIME, "u0,new,5,1\nnew,i3,1,1\n");
    assertEquals(60, given.split().validation().length);
    for (int i : given.split().validation()) {
      assertTrue(List.of("i0", "i1").contains(given.table().items().id(given.table().item(i))));
    }
  }

  @Test
  void fingerprint_isTheSame_whateverTheThreads() throws IOException {
    assertEquals(
        plan(TrainingSettings.DEFAULTS).fingerprint(),
        plan(TrainingSettings.DEFAULTS, 0.1, null, 8).fingerprint());
  }

  @Test
  void scale_isTheGivenOne_andPartOfTheFingerprint() throws IOException {
    ReadOptions options = ReadOptions.defaults().toBuilder().scale(new RatingScale(0, 6)).build();
    TrainingPlan plan = plan(file(options), TrainingSettings.DEFAULTS, 0.1, null, 1);
    assertEquals(new RatingScale(0, 6), plan.prepared().transform().scale());
    assertEquals("0,6", plan.settings().get("scale"));
    assertEquals(
        "0 to 6 in steps of 1, as --scale says; the ratings are 1 to 5",
        plan.data().get("rating scale"));
    TrainingPlan usual = plan(TrainingSettings.DEFAULTS);
    assertFalse(usual.settings().containsKey("scale"));
    assertEquals("1 to 5 in steps of 1", usual.data().get("rating scale"));
    assertNotEquals(usual.fingerprint(), plan.fingerprint());
    assertEquals(usual.data().get("sha256"), plan.data().get("sha256"));
  }

  @Test
  void data_countsWhatWasRead() throws IOException {
    TrainingPlan plan = plan(TrainingSettings.DEFAULTS);
    assertEquals("ratings.csv", plan.data().get("file"));
    assertEquals("600", plan.data().get("ratings"));
    assertEquals("30", plan.data().get("users"));
    assertEquals("20", plan.data().get("items"));
    assertEquals("60", plan.data().get("test ratings"));
    assertEquals("486", plan.data().get("training ratings"));
    assertEquals("0", plan.data().get("repeated pairs"));
  }

  @Test
  void settings_nameEveryChoiceThatTheDataMade() throws IOException {
    TrainingPlan plan = plan(TrainingSettings.builder().recipe(RecipeChoice.FIXED).build());
    assertEquals("bias", plan.settings().get("centering"));
    assertEquals("15.0", plan.settings().get("wd"));
    assertEquals("2", plan.settings().get("batch"));
    assertEquals("40", plan.settings().get("patience"));
    assertEquals("cpu", plan.settings().get("device"));
  }
}
