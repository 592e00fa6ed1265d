package io.autorec.foldin;

import static io.autorec.v1.FoldIn.BIAS_DECAY_FIELD_NUMBER;
import static io.autorec.v1.FoldIn.CODES_FIELD_NUMBER;
import static io.autorec.v1.FoldIn.COLUMNS_FIELD_NUMBER;
import static io.autorec.v1.FoldIn.FEATURES_FIELD_NUMBER;
import static io.autorec.v1.FoldIn.FORMAT_VERSION_FIELD_NUMBER;
import static io.autorec.v1.FoldIn.MEAN_BIAS_FIELD_NUMBER;
import static io.autorec.v1.FoldIn.MEAN_WEIGHTS_FIELD_NUMBER;
import static io.autorec.v1.FoldIn.OFFSETS_FIELD_NUMBER;
import static io.autorec.v1.FoldIn.WEIGHT_DECAY_FIELD_NUMBER;

import com.google.protobuf.CodedOutputStream;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ProtoFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Reads and writes {@value ModelFormat#FOLD_IN_FILE}: {@code autorec.v1.FoldIn}. */
public final class FoldInFile {
  private FoldInFile() {}

  /** The bytes of the file. */
  public static byte[] toBytes(FoldIn foldIn) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(foldIn, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the file, without a copy of the codes in memory. */
  public static void write(FoldIn foldIn, OutputStream out) throws IOException {
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    coded.writeUInt32(FORMAT_VERSION_FIELD_NUMBER, ModelFormat.VERSION);
    coded.writeUInt32(FEATURES_FIELD_NUMBER, foldIn.features());
    ProtoFile.writeFloats(coded, CODES_FIELD_NUMBER, foldIn.codes().values());
    ProtoFile.writeFloats(coded, OFFSETS_FIELD_NUMBER, foldIn.offsets());
    ProtoFile.writeFloats(coded, MEAN_WEIGHTS_FIELD_NUMBER, foldIn.meanWeights());
    coded.writeFloat(MEAN_BIAS_FIELD_NUMBER, foldIn.meanBias());
    coded.writeFloat(WEIGHT_DECAY_FIELD_NUMBER, foldIn.weightDecay());
    coded.writeFloat(BIAS_DECAY_FIELD_NUMBER, foldIn.biasDecay());
    ProtoFile.writeFloats(coded, COLUMNS_FIELD_NUMBER, foldIn.columns().values());
    coded.flush();
  }

  /** Reads the bytes of the file as {@link #read} does. */
  public static FoldIn fromBytes(byte[] bytes, int rows, int columns)
      throws ModelFormatException, IOException {
    return read(new ByteArrayInputStream(bytes), bytes.length, rows, columns);
  }

  /**
   * Reads the file, without a copy of the codes in memory.
   *
   * @param bytes the content
   * @param size the number of bytes
   * @param rows the number of rows of the model
   * @param columns the number of columns of the model
   * @throws ModelFormatException if the bytes are damaged, do not fit, or are of an unknown version
   * @throws IOException if they cannot be read
   */
  public static FoldIn read(InputStream bytes, int size, int rows, int columns)
      throws ModelFormatException, IOException {
    try {
      Map<Integer, float[]> numbers = new HashMap<>();
      io.autorec.v1.FoldIn file =
          ProtoFile.read(
              ModelFormat.FOLD_IN_FILE,
              bytes,
              size,
              in -> io.autorec.v1.FoldIn.parseFrom(ProtoFile.withoutFloats(in, numbers)));
      ProtoFile.requireVersion(ModelFormat.FOLD_IN_FILE, file.getFormatVersion());
      FoldIn foldIn = foldIn(file, numbers);
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

  private static FoldIn foldIn(io.autorec.v1.FoldIn file, Map<Integer, float[]> numbers) {
    return new FoldIn(
        new Codes(floats(numbers, CODES_FIELD_NUMBER), file.getFeatures()),
        floats(numbers, OFFSETS_FIELD_NUMBER),
        new Codes(floats(numbers, COLUMNS_FIELD_NUMBER), file.getFeatures()),
        floats(numbers, MEAN_WEIGHTS_FIELD_NUMBER),
        file.getMeanBias(),
        file.getWeightDecay(),
        file.getBiasDecay());
  }

  private static float[] floats(Map<Integer, float[]> numbers, int field) {
    return numbers.getOrDefault(field, new float[0]);
  }
}
