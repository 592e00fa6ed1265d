package io.autorec.ranking;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ProtoFile;
import io.autorec.model.RatingScale;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads and writes {@value ModelFormat#RANKING_FILE}: {@code autorec.v1.RankingHead}. */
public final class RankingHeadFile {
  private RankingHeadFile() {}

  /** The content of the file, to be written. */
  public static io.autorec.v1.RankingHead toMessage(RankingHead head) {
    io.autorec.v1.RankingHead.Builder file =
        io.autorec.v1.RankingHead.newBuilder()
            .setFormatVersion(ModelFormat.VERSION)
            .setLowestInput(head.lowestInput());
    float[] weights = new float[head.size()];
    float[] prior = new float[head.items()];
    int index = 0;
    for (int item = 0; item < head.items(); item++) {
      prior[item] = head.prior(item);
      int end = index + head.count(item);
      file.addWeightsPerItem(end - index);
      for (int last = 0; index < end; index++) {
        file.addItemGaps(head.target(index) - last);
        last = head.target(index);
        weights[index] = head.weight(index);
      }
    }
    return file.setWeights(ProtoFile.bytes(weights)).setPrior(ProtoFile.bytes(prior)).build();
  }

  /** Reads the bytes of the file as {@link #read} does. */
  public static RankingHead fromBytes(byte[] bytes, int items, RatingScale scale)
      throws ModelFormatException, IOException {
    return read(new ByteArrayInputStream(bytes), bytes.length, items, scale);
  }

  /**
   * Reads the file.
   *
   * @param bytes the content
   * @param size the number of bytes
   * @param items the number of items of the model
   * @param scale its rating scale
   * @throws ModelFormatException if the bytes are damaged, do not fit, or are of an unknown version
   * @throws IOException if they cannot be read
   */
  public static RankingHead read(InputStream bytes, int size, int items, RatingScale scale)
      throws ModelFormatException, IOException {
    io.autorec.v1.RankingHead file =
        ProtoFile.read(ModelFormat.RANKING_FILE, bytes, size, io.autorec.v1.RankingHead::parseFrom);
    ProtoFile.requireVersion(ModelFormat.RANKING_FILE, file.getFormatVersion());
    try {
      if (file.getWeightsPerItemCount() != items) {
        throw new IllegalArgumentException(
            file.getWeightsPerItemCount() + " items (expected: " + items + ")");
      }
      return head(file, scale);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(ModelFormat.RANKING_FILE + ": " + e.getMessage(), e);
    }
  }

  private static RankingHead head(io.autorec.v1.RankingHead file, RatingScale scale) {
    int[] starts = new int[file.getWeightsPerItemCount() + 1];
    int[] targets = new int[file.getItemGapsCount()];
    for (int item = 0; item + 1 < starts.length; item++) {
      int count = file.getWeightsPerItem(item);
      if (count < 0 || count > targets.length - starts[item]) {
        throw new IllegalArgumentException("item " + item + " has more weights than the file");
      }
      starts[item + 1] = starts[item] + count;
      int target = 0;
      for (int i = starts[item]; i < starts[item + 1]; i++) {
        // An overflow gives a negative position, which the head refuses.
        target += file.getItemGaps(i);
        targets[i] = target;
      }
    }
    return new RankingHead(
        file.getLowestInput(),
        scale,
        ProtoFile.floats(file.getPrior()),
        starts,
        targets,
        ProtoFile.floats(file.getWeights()));
  }
}
