package io.autorec.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@value ModelFormat#FOLD_IN_FILE}: a {@link FoldIn} as {@code autorec.v1.FoldIn}. */
public final class FoldInFile {
  private FoldInFile() {}

  /** The bytes of the file. */
  public static byte[] toBytes(FoldIn foldIn) {
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
        .build()
        .toByteArray();
  }

  /**
   * Reads the bytes of the file.
   *
   * @param rows how many the model has
   * @param columns how many it has
   * @throws ModelFormatException if they are damaged, do not fit, or are of an unknown version
   */
  public static FoldIn fromBytes(byte[] bytes, int rows, int columns) throws ModelFormatException {
    io.autorec.v1.FoldIn proto;
    try {
      proto = io.autorec.v1.FoldIn.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(ModelFormat.FOLD_IN_FILE + ": " + e.getMessage(), e);
    }
    if (proto.getFormatVersion() != ModelFormat.VERSION) {
      throw new ModelFormatException(
          ModelFormat.FOLD_IN_FILE
              + ": format version "
              + proto.getFormatVersion()
              + " (expected: "
              + ModelFormat.VERSION
              + ")");
    }
    try {
      int features = proto.getFeatures();
      FoldIn foldIn =
          new FoldIn(
              new Codes(floats(proto.getCodes()), features),
              floats(proto.getOffsets()),
              new Codes(floats(proto.getColumns()), features),
              floats(proto.getMeanWeights()),
              proto.getMeanBias(),
              proto.getWeightDecay(),
              proto.getBiasDecay());
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

  private static float[] floats(ByteString bytes) {
    float[] values = new float[bytes.size() / Float.BYTES];
    bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
