package io.autorec.foldin;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ProtoFile;
import java.nio.ByteBuffer;

/** Reads and writes {@value ModelFormat#FOLD_IN_FILE}: {@code autorec.v1.FoldIn}. */
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
        .setCodes(ProtoFile.bytes(foldIn.codes().values()))
        .setOffsets(ProtoFile.bytes(foldIn.offsets()))
        .setColumns(ProtoFile.bytes(foldIn.columns().values()))
        .setMeanWeights(ProtoFile.bytes(foldIn.meanWeights()))
        .setMeanBias(foldIn.meanBias())
        .setWeightDecay(foldIn.weightDecay())
        .setBiasDecay(foldIn.biasDecay())
        .build();
  }

  /** Reads the bytes of the file as {@link #fromBytes(ByteBuffer, int, int)} does. */
  public static FoldIn fromBytes(byte[] bytes, int rows, int columns) throws ModelFormatException {
    return fromBytes(ByteBuffer.wrap(bytes), rows, columns);
  }

  /**
   * Reads the bytes of the file.
   *
   * @param rows the number of rows of the model
   * @param columns the number of columns of the model
   * @throws ModelFormatException if the bytes are damaged, do not fit, or are of an unknown version
   */
  public static FoldIn fromBytes(ByteBuffer bytes, int rows, int columns)
      throws ModelFormatException {
    io.autorec.v1.FoldIn file =
        ProtoFile.read(ModelFormat.FOLD_IN_FILE, bytes, io.autorec.v1.FoldIn::parseFrom);
    ProtoFile.requireVersion(ModelFormat.FOLD_IN_FILE, file.getFormatVersion());
    try {
      FoldIn foldIn = foldIn(file);
      int found = foldIn.columns().count();
      if (foldIn.rows() != rows || (found != 0 && found != columns)) {
        throw new IllegalArgumentException(
            "%s rows and %s columns (expected: %s rows, and %s columns or none)"
                .formatted(foldIn.rows(), found, rows, columns));
      }
      return foldIn;
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(ModelFormat.FOLD_IN_FILE + ": " + e.getMessage(), e);
    }
  }

  private static FoldIn foldIn(io.autorec.v1.FoldIn file) {
    return new FoldIn(
        new Codes(ProtoFile.floats(file.getCodes()), file.getFeatures()),
        ProtoFile.floats(file.getOffsets()),
        new Codes(ProtoFile.floats(file.getColumns()), file.getFeatures()),
        ProtoFile.floats(file.getMeanWeights()),
        file.getMeanBias(),
        file.getWeightDecay(),
        file.getBiasDecay());
  }
}
