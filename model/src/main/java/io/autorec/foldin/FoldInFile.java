package io.autorec.foldin;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.autorec.model.MessageReader;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@value ModelFormat#FOLD_IN_FILE}: a {@link FoldIn} as {@code autorec.v1.FoldIn}. */
public final class FoldInFile {
  private FoldInFile() {}

  /** The bytes of the file. */
  public static byte[] toBytes(FoldIn foldIn) {
    return toMessage(foldIn).toByteArray();
  }

  /** The content of the file, to be written. */
  public static io.autorec.v1.FoldIn toMessage(FoldIn foldIn) {
    return io.autorec.v1.FoldIn.newBuilder()
        .setFormatVersion(ModelFormat.VERSION)
        .setFeatures(foldIn.features())
        .setCodes(bytes(foldIn.codes().values()))
        .setOffsets(bytes(foldIn.offsets()))
        .setColumns(bytes(foldIn.columns().values()))
        .setMeanWeights(bytes(foldIn.meanWeights()))
        .setMeanBias(foldIn.meanBias())
        .setWeightDecay(foldIn.weightDecay())
        .setBiasDecay(foldIn.biasDecay())
        .build();
  }

  /** As {@link #fromBytes(ByteBuffer, int, int)}. */
  public static FoldIn fromBytes(byte[] bytes, int rows, int columns) throws ModelFormatException {
    return fromBytes(ByteBuffer.wrap(bytes), rows, columns);
  }

  /**
   * Reads the bytes of the file.
   *
   * @param rows how many the model has
   * @param columns how many it has
   * @throws ModelFormatException if they are damaged, do not fit, or are of an unknown version
   */
  public static FoldIn fromBytes(ByteBuffer bytes, int rows, int columns)
      throws ModelFormatException {
    Parts parts = new Parts();
    parts.read(new MessageReader(ModelFormat.FOLD_IN_FILE, bytes));
    if (parts.formatVersion != ModelFormat.VERSION) {
      throw new ModelFormatException(
          ModelFormat.FOLD_IN_FILE
              + ": format version "
              + parts.formatVersion
              + " (expected: "
              + ModelFormat.VERSION
              + ")");
    }
    try {
      FoldIn foldIn = parts.foldIn();
      int found = foldIn.columns().count();
      if (foldIn.rows() != rows || (found != 0 && found != columns)) {
        throw new IllegalArgumentException(
            foldIn.rows()
                + " rows and "
                + found
                + " columns (expected: "
                + rows
                + " rows, and "
                + columns
                + " columns or none)");
      }
      return foldIn;
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(ModelFormat.FOLD_IN_FILE + ": " + e.getMessage(), e);
    }
  }

  private static ByteString bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /** The fields of the message, while they are read. */
  private static final class Parts {
    private int formatVersion;
    private int features;
    private float[] codes = {};
    private float[] offsets = {};
    private float[] columns = {};
    private float[] meanWeights = {};
    private float meanBias;
    private float weightDecay;
    private float biasDecay;

    void read(MessageReader in) throws ModelFormatException {
      in.read(
          field -> {
            switch (field) {
              case io.autorec.v1.FoldIn.FORMAT_VERSION_FIELD_NUMBER -> formatVersion = in.number();
              case io.autorec.v1.FoldIn.FEATURES_FIELD_NUMBER -> features = in.number();
              case io.autorec.v1.FoldIn.CODES_FIELD_NUMBER -> codes = in.reals();
              case io.autorec.v1.FoldIn.OFFSETS_FIELD_NUMBER -> offsets = in.reals();
              case io.autorec.v1.FoldIn.COLUMNS_FIELD_NUMBER -> columns = in.reals();
              case io.autorec.v1.FoldIn.MEAN_WEIGHTS_FIELD_NUMBER -> meanWeights = in.reals();
              case io.autorec.v1.FoldIn.MEAN_BIAS_FIELD_NUMBER -> meanBias = in.real();
              case io.autorec.v1.FoldIn.WEIGHT_DECAY_FIELD_NUMBER -> weightDecay = in.real();
              case io.autorec.v1.FoldIn.BIAS_DECAY_FIELD_NUMBER -> biasDecay = in.real();
              default -> {
                return false;
              }
            }
            return true;
          });
    }

    FoldIn foldIn() {
      return new FoldIn(
          new Codes(codes, features),
          offsets,
          new Codes(columns, features),
          meanWeights,
          meanBias,
          weightDecay,
          biasDecay);
    }
  }
}
