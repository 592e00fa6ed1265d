package io.autorec.model.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.GoldenFiles;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.model.Sha256;
import io.autorec.model.UserRatings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionFilesTest {
  @TempDir Path folder;

  private ModelMetadata golden;
  private byte[] ratings;

  @BeforeEach
  void makeRatings() throws Exception {
    golden = ModelMetadata.fromProperties(GoldenFiles.properties());
    int users = golden.users().size();
    int[] starts = new int[users + 1];
    Arrays.fill(starts, 1, users + 1, 1);
    UserRatings one = new UserRatings(starts, new int[] {0}, new float[] {4});
    ratings = new RatingHistory(one, UserRatings.none(users), UserRatings.none(users)).toBytes();
  }

  private RatingHistory read(byte[] written, String digest)
      throws IOException, ModelFormatException {
    Path version = Files.createDirectories(folder.resolve("models/films/1"));
    Files.write(version.resolve(ModelFormat.RATINGS_FILE), written);
    ModelMetadata metadata =
        ModelMetadata.of(
            golden.manifest().toBuilder().putFileDigests(ModelFormat.RATINGS_FILE, digest).build(),
            golden.users(),
            golden.items());
    return VersionFiles.of(version).ratings(metadata);
  }

  private String refusal(byte[] written, String digest) {
    return String.valueOf(
        assertThrows(ModelFormatException.class, () -> read(written, digest)).getMessage());
  }

  @Test
  void ratings_areRead_whenTheirDigestIsTheManifests() throws Exception {
    assertEquals(4, read(ratings, Sha256.hex(ratings)).training().rating(0));
  }

  @Test
  void ratings_areRefusedByTheirDigest_whateverElseIsWrongWithThem() {
    byte[] cut = Arrays.copyOf(ratings, ratings.length - 1);
    byte[] longer = Arrays.copyOf(ratings, ratings.length + 1);
    for (byte[] other : new byte[][] {cut, longer, new byte[0], {-1, -1, -1}}) {
      String refusal = refusal(other, Sha256.hex(ratings));
      assertTrue(refusal.startsWith("ratings.pb: SHA-256 " + Sha256.hex(other)), refusal);
    }
  }

  @Test
  void ratings_areRefusedByWhatIsInThem_whenTheManifestKnowsThem() {
    byte[] cut = Arrays.copyOf(ratings, ratings.length - 1);
    String refusal = refusal(cut, Sha256.hex(cut));
    assertTrue(refusal.startsWith("ratings.pb: damaged at byte "), refusal);
  }
}
