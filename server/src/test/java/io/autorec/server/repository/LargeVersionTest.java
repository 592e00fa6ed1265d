package io.autorec.server.repository;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.fixture.WeightsFiles;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.Orientation;
import io.autorec.server.batching.Job;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.RunThreads;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.inference.UserBatch;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.ModelLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A version whose weights are in files of their own. */
@Timeout(120)
class LargeVersionTest {
  private static final List<String> WEIGHTS =
      List.of(
          ModelFormat.weightsFile(ModelFormat.MODEL_FILE),
          ModelFormat.weightsFile(ModelFormat.USER_SCORES_FILE),
          ModelFormat.weightsFile(ModelFormat.FOLD_IN_SCORES_FILE));

  @TempDir Path folder;

  private final ModelLoader loader =
      new ModelLoader(new SessionOptions(DeviceChoice.CPU, 1, RunThreads.always(1), 4, false), 16);
  private Path small;
  private Path large;

  @BeforeEach
  void write() throws Exception {
    small = TinyModel.writeWithFoldIn(folder, "tiny", 1, Orientation.ITEM);
    large = TinyModel.writeWithFoldIn(folder, "tiny", 2, Orientation.ITEM);
    WeightsFiles.takeOut(large);
    for (String file : WEIGHTS) {
      assertTrue(Files.size(large.resolve(file)) > 0, file);
    }
  }

  private LoadedModel load(Path version) throws Exception {
    return loader.load("tiny", 1, version);
  }

  private String refusal() {
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> load(large).close());
    return String.valueOf(e.getMessage());
  }

  /** The scores of all items for a known user, alone in a batch. */
  private record Scores(int user) implements Job<UserBatch, float[]> {
    @Override
    public int rows() {
      return 1;
    }

    @Override
    public boolean cancelled() {
      return false;
    }

    @Override
    public long deadlineNanos() {
      return Long.MAX_VALUE;
    }

    @Override
    public void encode(UserBatch buffers, int firstRow) {
      buffers.users().put(firstRow, user);
    }

    @Override
    public float[] decode(UserBatch buffers, int firstRow) {
      return buffers.scores(firstRow).clone();
    }
  }

  private static float[] scores(LoadedModel model, int user) throws Exception {
    return model.users().orElseThrow().submit(new Scores(user)).get();
  }

  @Test
  void load_answersAsTheSmallVersionDoes() throws Exception {
    try (LoadedModel one = load(small);
        LoadedModel other = load(large)) {
      for (int user = 0; user < TinyModel.USERS.size(); user++) {
        assertArrayEquals(scores(one, user), scores(other, user));
      }
    }
  }

  @Test
  void load_followsALinkToTheWeights_thatStaysInTheRepository() throws Exception {
    Path dated = Files.createDirectories(large.resolve("..2026_01_01"));
    for (String file : WEIGHTS) {
      Files.move(large.resolve(file), dated.resolve(file));
      Files.createSymbolicLink(large.resolve(file), Path.of("..2026_01_01", file));
    }
    load(large).close();
  }

  @Test
  void load_refusesWeights_thatAreNotThoseOfTheGraph() throws Exception {
    for (String file : WEIGHTS) {
      Path path = large.resolve(file);
      byte[] whole = Files.readAllBytes(path);
      String graph = file.substring(0, file.length() - ".data".length());
      String size = " bytes (expected: the " + whole.length + " of " + graph + ")";
      Files.write(path, Arrays.copyOf(whole, whole.length - 1));
      assertEquals(file + ": " + (whole.length - 1) + size, refusal());
      Files.write(path, Arrays.copyOf(whole, whole.length + 4));
      assertEquals(file + ": " + (whole.length + 4) + size, refusal());
      byte[] other = whole.clone();
      other[1] ^= 1;
      Files.write(path, other);
      assertTrue(refusal().startsWith(file + ": SHA-256 "), refusal());
      Files.delete(path);
      assertEquals(file + ": missing", refusal());
      Path outside = Files.write(folder.resolveSibling("outside-" + file), whole);
      Files.createSymbolicLink(path, outside);
      // The folder above the model's is the repository.
      assertTrue(refusal().startsWith(file + ": a link out of the repository"), refusal());
      Files.delete(path);
      Files.delete(outside);
      Files.write(path, whole);
    }
    load(large).close();
  }

  @Test
  void load_refusesAWeight_thatIsNotFinite_whereverItIs() throws Exception {
    for (String file : WEIGHTS) {
      Path path = large.resolve(file);
      byte[] whole = Files.readAllBytes(path);
      int last = whole.length / Float.BYTES - 1;
      ByteBuffer.wrap(whole)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putFloat(last * Float.BYTES, Float.NEGATIVE_INFINITY);
      TinyModel.replace(large, file, whole);
      assertEquals(
          file + ": -Infinity at position " + last + " (expected: finite numbers)", refusal());
      whole[whole.length - 1] = 0;
      TinyModel.replace(large, file, whole);
    }
    load(large).close();
  }
}
