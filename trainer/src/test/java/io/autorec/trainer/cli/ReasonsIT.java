package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.autorec.foldin.FoldIn;
import io.autorec.foldin.FoldInFile;
import io.autorec.foldin.Reasons;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.model.UserRatings;
import io.autorec.trainer.offline.PublishedVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reasons of trained models, for users of the bundled sample and of MovieLens, if that is in
 * ../shared/data or where AUTOREC_DATA points.
 */
class ReasonsIT {
  private static final String SAMPLE = "sample";
  private static final int USERS = 150;
  // Below it, rounding decides which way a prediction goes.
  private static final float CLEAR = 2e-4f;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {SAMPLE, "ml-latest-small/ratings.csv"})
  void reasons_areWhatLeavingARatingOutChanges(String data) throws Exception {
    Path version = trained(ratings(data));
    try (PublishedVersion published = PublishedVersion.open(version)) {
      ModelMetadata metadata = published.metadata();
      FoldIn foldIn =
          FoldInFile.fromBytes(
              Files.readAllBytes(version.resolve(ModelFormat.FOLD_IN_FILE)),
              metadata.items().size(),
              metadata.users().size());
      UserRatings training = published.history().training();
      int clear = 0;
      for (int user = 0; user < USERS; user++) {
        clear += check(foldIn, training, user);
      }
      assertTrue(clear > USERS, clear + " clear effects");
    }
  }

  /** Compares with fits that leave the rating out; how many effects had a clear direction. */
  private static int check(FoldIn foldIn, UserRatings training, int user) {
    int start = training.start(user);
    int count = training.start(user + 1) - start;
    int[] items = IntStream.range(0, count).map(i -> training.item(start + i)).toArray();
    float[] ratings = new float[count];
    for (int i = 0; i < count; i++) {
      ratings[i] = training.rating(start + i);
    }
    // Not rated by most, and another for each.
    int asked = user * 7 % foldIn.rows();
    float with = foldIn.predict(foldIn.fit(items, ratings), asked);
    int clear = 0;
    for (Reasons.Reason reason : new Reasons(foldIn, items, ratings).of(asked, 3)) {
      int[] others = IntStream.range(0, count).filter(i -> i != reason.index()).toArray();
      int[] otherItems = IntStream.of(others).map(i -> items[i]).toArray();
      float[] otherRatings = new float[others.length];
      for (int i = 0; i < others.length; i++) {
        otherRatings[i] = ratings[others[i]];
      }
      float moved = with - foldIn.predict(foldIn.fit(otherItems, otherRatings), asked);
      assertEquals(moved, reason.effect(), CLEAR, "user " + user);
      if (Math.abs(reason.effect()) > 2 * CLEAR) {
        clear++;
        assertEquals(Math.signum(moved), Math.signum(reason.effect()), "user " + user);
      }
    }
    return clear;
  }

  private Path ratings(String data) {
    if (data.equals(SAMPLE)) {
      Path sample = folder.resolve("sample.csv");
      assertEquals(0, AutorecTrainer.run("sample", sample.toString()));
      return sample;
    }
    Path file = Path.of(System.getenv().getOrDefault("AUTOREC_DATA", "../../shared/data"), data);
    assumeTrue(Files.exists(file), "skipped: no " + file.toAbsolutePath().normalize());
    return file;
  }

  private Path trained(Path ratings) {
    Path models = folder.resolve("models");
    assertEquals(
        0,
        AutorecTrainer.run(
            "train",
            ratings.toString(),
            "--epochs",
            "8",
            "--device",
            "cpu",
            "--out",
            models.toString(),
            "--name",
            "films"));
    return models.resolve("films").resolve("1");
  }
}
