package io.autorec.bench.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import io.autorec.bench.load.Kind;
import io.autorec.bench.load.RatedRow;
import io.autorec.bench.load.TinyVersion;
import io.autorec.foldin.FoldInFile;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeedTest {
  private static final List<RatedRow> ROWS =
      List.of(
          new RatedRow(2, new int[] {0, 1}, new float[] {3, 4}),
          new RatedRow(0, new int[] {2}, new float[] {2}));

  @Test
  void of_feedsFittedColumns_whenAnItemBasedModelIsGivenRatings(@TempDir Path folder)
      throws Exception {
    Files.write(folder.resolve(ModelFormat.FOLD_IN_FILE), FoldInFile.toBytes(TinyVersion.FOLD_IN));
    Feed feed = Feed.of(Kind.RECOMMEND_RATINGS, TinyVersion.fitting(folder), ROWS);
    assertEquals(ModelFormat.FOLD_IN_SCORES_FILE, feed.file());
    assertEquals(ModelFormat.COLUMNS_INPUT, feed.input());
    assertEquals(4, feed.scores());
    try (OnnxTensor columns = feed.batches().of(3)) {
      float[][] values = (float[][]) columns.getValue();
      float[] first = TinyVersion.FOLD_IN.fit(new int[] {0, 1}, new float[] {3, 4});
      assertArrayEquals(first, values[0], 1e-6f);
      assertArrayEquals(TinyVersion.FOLD_IN.fit(new int[] {2}, new float[] {2}), values[1], 1e-6f);
      assertArrayEquals(first, values[2], 1e-6f, "rows come round again");
    }
  }

  @Test
  void of_feedsPositions_whenAnItemBasedModelIsAskedForUsers() throws Exception {
    Feed feed = Feed.of(Kind.RECOMMEND_USER, TinyVersion.of(Orientation.ITEM), ROWS);
    assertEquals(ModelFormat.USER_SCORES_FILE, feed.file());
    assertEquals(4, feed.scores());
    try (OnnxTensor users = feed.batches().of(2)) {
      assertArrayEquals(new long[] {2, 0}, (long[]) users.getValue());
    }
  }

  @Test
  void of_feedsRowsOfItems_whenAUserBasedModelIsGivenRatings() throws Exception {
    Feed feed = Feed.of(Kind.RECOMMEND_RATINGS, TinyVersion.of(Orientation.USER), ROWS);
    assertEquals(ModelFormat.MODEL_FILE, feed.file());
    assertEquals(4, feed.scores());
    try (OnnxTensor ratings = feed.batches().of(1)) {
      float[][] values = (float[][]) ratings.getValue();
      assertArrayEquals(new float[] {3, 4, Float.NaN, Float.NaN}, values[0]);
    }
  }

  @Test
  void of_feedsRowsOfUsers_whenAnItemBasedModelPredicts() throws Exception {
    Feed feed = Feed.of(Kind.PREDICT, TinyVersion.of(Orientation.ITEM), ROWS);
    assertEquals(ModelFormat.MODEL_FILE, feed.file());
    assertEquals(3, feed.scores());
  }
}
