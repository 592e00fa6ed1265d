package io.autorec.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Orientation;
import io.autorec.trainer.export.WeightType;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.training.TrainingDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSizeTest {
  @TempDir Path folder;

  private static ModelSize size(long rows, long width, long units, int networks, boolean byItem) {
    return new ModelSize(
        rows, width, units, networks, networks - 1, networks > 1, 3, byItem, false, 10_000, 5_000);
  }

  @Test
  void trainedBytes_areTheFloatsOfAllMatrices() {
    assertEquals(3 * 4 * 7 * 11, size(5, 11, 7, 1, true).trainedBytes());
    assertEquals(2 * 3 * 4 * 7 * 11, size(5, 11, 7, 2, true).trainedBytes());
  }

  @Test
  void trainingHeap_holdsTheMoments_ofTheNetworkUnderWayOnly() {
    long one = size(1_000, 2_000, 50, 1, true).trainingHeap(TrainingDevice.CPU);
    long four = size(1_000, 2_000, 50, 4, true).trainingHeap(TrainingDevice.CPU);
    // Parameters, two moments and the best epoch of one; the parameters of three others.
    assertEquals(1.75 * one, (double) four, 4);
    assertTrue(one > size(1_000, 2_000, 50, 1, true).trainingHeap(TrainingDevice.CUDA));
  }

  /** Up to sizes from which a version has no fold-in any more. */
  @Property(tries = 200)
  void needs_growWithEveryDimension(
      @ForAll @IntRange(min = 10, max = 5_000) int rows,
      @ForAll @IntRange(min = 10, max = 5_000) int width,
      @ForAll @IntRange(min = 1, max = 500) int units,
      @ForAll @IntRange(min = 1, max = 4) int networks,
      @ForAll boolean byItem) {
    ModelSize size = size(rows, width, units, networks, byItem);
    for (ModelSize larger :
        new ModelSize[] {
          size(rows, width + 1, units, networks, byItem),
          size(rows, width, units + 1, networks, byItem),
          size(rows, width, units, networks + 1, byItem)
        }) {
      assertTrue(larger.trainedBytes() > size.trainedBytes());
      assertTrue(larger.publishingHeap() >= size.publishingHeap());
      assertTrue(larger.directBytes() >= size.directBytes());
    }
    assertTrue(
        size(rows + 1, width, units, networks, byItem).versionBytes() >= size.versionBytes());
  }

  @Test
  void require_namesTheHeapAndTheUnits_thatWouldDo() throws IOException {
    TrainingPlan plan = plan(Orientation.ITEM);
    ModelSize huge = size(100_000, 100_000, 500, 1, true);
    String message = refusal(new HeapRoom(1L << 30, 1.5), huge, plan, false);
    assertTrue(
        message.matches(
            "memory: training and publishing needs \\d+ MiB of heap, and 1025 are free \\(expected:"
                + " about JAVA_OPTS=-Xmx\\d+m, or at most --ksize \\d+\\)"),
        message);
    String publishing = refusal(new HeapRoom(1L << 20, 1.5), huge, plan, true);
    assertTrue(publishing.startsWith("memory: publishing needs "), publishing);
    assertTrue(publishing.endsWith("m)"), publishing);
  }

  @Test
  void require_refusesAnArray_thatJavaCannotHold() throws IOException {
    TrainingPlan plan = plan(Orientation.ITEM);
    ModelSize huge = size(100_000, 2_000_000, 500, 1, true);
    String message = refusal(new HeapRoom(Long.MAX_VALUE / 4, 1.5), huge, plan, false);
    assertTrue(message.startsWith("-k/--ksize: 500 units of 1 networks make a file of "), message);
  }

  @Test
  void require_takesMoreSpare_whereTheCollectorKeepsMoreForYoungObjects() throws IOException {
    TrainingPlan plan = plan(Orientation.ITEM);
    ModelSize size = size(400_000, 1_000, 500, 1, false);
    long enough = 2 * size.publishingHeap();
    new HeapRoom(enough, 1.9).require(size, plan, true);
    assertTrue(
        refusal(new HeapRoom(enough, 2.1), size, plan, true).startsWith("memory: publishing"));
  }

  @Test
  void require_letsASmallRunPass() throws IOException {
    TrainingPlan plan = plan(Orientation.USER);
    new HeapRoom(1L << 30, 1.5).require(ModelSize.of(plan), plan, false);
  }

  @Test
  void of_takesTheShapeFromThePlan() throws IOException {
    ModelSize byItem = ModelSize.of(plan(Orientation.ITEM));
    assertEquals(3, byItem.rows());
    assertEquals(4, byItem.width());
    assertTrue(byItem.isByItem());
    assertEquals(12, byItem.ratings());
    ModelSize byUser = ModelSize.of(plan(Orientation.USER));
    assertEquals(4, byUser.rows());
    assertEquals(3, byUser.width());
    assertTrue(byUser.idBytes() >= 7 * 2);
  }

  private static String refusal(HeapRoom room, ModelSize size, TrainingPlan plan, boolean trained) {
    return String.valueOf(
        assertThrows(InputException.class, () -> room.require(size, plan, trained)).getMessage());
  }

  private TrainingPlan plan(Orientation orientation) throws IOException {
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (int i = 0; i < 12; i++) {
      text.append("u%d,i%d,%d%n".formatted(i % 4, i % 3, 1 + i % 5));
    }
    Path ratings = Files.writeString(folder.resolve("ratings.csv"), text);
    RatingsFile file = RatingsReader.read(ratings, ReadOptions.defaults());
    RunSettings settings =
        new RunSettings(
            InputFiles.of(ratings),
            ReadOptions.defaults(),
            null,
            new OutputFolder(folder, "m", OptionalInt.empty()),
            TrainingSettings.builder().orientation(orientation).hiddenUnits(5).build(),
            SplitMethod.RANDOM,
            null,
            0,
            0.0,
            WeightType.FLOAT32,
            "cpu",
            1,
            RunSettings.CHECKPOINTS,
            false);
    return TrainingPlan.of(settings, file, null, TrainingDevice.CPU);
  }
}
