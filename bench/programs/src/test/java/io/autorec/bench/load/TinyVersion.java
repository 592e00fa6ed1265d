package io.autorec.bench.load;

import io.autorec.foldin.Codes;
import io.autorec.foldin.FoldIn;
import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.v1.Manifest;
import java.nio.file.Path;
import java.util.List;

/** A version without graphs: u0 rated i0 and i2, u1 nothing, u2 the first three of four items. */
public final class TinyVersion {
  static final List<String> USERS = List.of("u0", "u1", "u2");
  static final List<String> ITEMS = List.of("i0", "i1", "i2", "i3");

  /** Two features. */
  public static final FoldIn FOLD_IN =
      new FoldIn(
          new Codes(new float[] {1, 0, 0.5f, 0.5f, 0, 1, 1, 1}, 2),
          new float[] {0, 0.5f, 0.25f, -0.5f},
          new Codes(new float[0], 2),
          new float[] {0.5f, -0.25f},
          3,
          0.5f,
          1);

  private static final UserRatings TRAINING =
      new UserRatings(
          new int[] {0, 2, 2, 5}, new int[] {0, 2, 0, 1, 2}, new float[] {1, 2, 3, 4, 5});
  private static final UserRatings NONE = new UserRatings(new int[4], new int[0], new float[0]);

  private TinyVersion() {}

  /** An item-based one fits nobody. */
  public static ModelVersion of(Orientation orientation) {
    return version(orientation, Path.of("nowhere"), Manifest.getDefaultInstance());
  }

  /**
   * An item-based one that fits users.
   *
   * @param folder where {@link #FOLD_IN} is to be, if it is read
   */
  public static ModelVersion fitting(Path folder) {
    return version(
        Orientation.ITEM,
        folder,
        Manifest.newBuilder().putFileDigests(ModelFormat.FOLD_IN_FILE, "").build());
  }

  /** One with a ranking head, which is not there to be read. */
  static ModelVersion ranking() {
    return version(
        Orientation.ITEM,
        Path.of("nowhere"),
        Manifest.newBuilder().putFileDigests(ModelFormat.RANKING_FILE, "").build());
  }

  private static ModelVersion version(Orientation orientation, Path folder, Manifest manifest) {
    return new ModelVersion(
        "tiny",
        folder,
        new ModelMetadata(
            manifest,
            orientation,
            new RatingScale(1, 5),
            IdVocabulary.of(USERS),
            IdVocabulary.of(ITEMS)),
        new RatingHistory(TRAINING, NONE, NONE));
  }
}
