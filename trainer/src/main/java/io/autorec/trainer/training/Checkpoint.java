package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.network.NetworkWeights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A stopped run on disk: a magic word, the fingerprint of the run's settings and data, whether all
 * networks are trained, then the {@link TrainingState}, big-endian, and a CRC-32 of all before. It
 * appears whole or not at all.
 */
public final class Checkpoint {
  private static final int MAGIC = 0x41525435; // "ART5"

  /** No array of a network is longer: users or items of one model. */
  private static final int MAX_SIZE = 50_000_000;

  private Checkpoint() {}

  /**
   * What a checkpoint says of itself before its numbers.
   *
   * @param fingerprint of the run
   * @param finished whether all networks are trained
   */
  public record Header(String fingerprint, boolean finished) {}

  /** Writes a checkpoint over any earlier one. */
  public static void write(Path file, String fingerprint, TrainingState state) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    // Somebody may have tidied up since the run began.
    Files.createDirectories(file.toAbsolutePath().getParent());
    CRC32 checksum = new CRC32();
    try (DataOutputStream out =
        new DataOutputStream(
            new CheckedOutputStream(
                new BufferedOutputStream(Files.newOutputStream(partial), 1 << 20), checksum))) {
      TrainingState.Unfinished unfinished = state.unfinished();
      out.writeInt(MAGIC);
      out.writeUTF(fingerprint);
      out.writeBoolean(unfinished == null);
      out.writeInt(state.finished().size());
      for (NetworkWeights network : state.finished()) {
        write(out, network);
      }
      out.writeInt(state.epochs().size());
      for (EpochResult epoch : state.epochs()) {
        write(out, epoch);
      }
      out.writeInt(state.bestEpoch());
      if (unfinished != null) {
        write(out, unfinished);
      }
      out.writeLong(checksum.getValue());
    } catch (IOException e) {
      Files.deleteIfExists(partial);
      throw e;
    }
    Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads a checkpoint.
   *
   * @param fingerprint of the run that wants to go on
   * @throws IOException if the file is missing, damaged, or of another run; the message says which
   */
  public static TrainingState read(Path file, String fingerprint) throws IOException {
    CRC32 checksum = new CRC32();
    try (DataInputStream in = open(file, checksum)) {
      Header header = readHeader(file, in);
      if (!header.fingerprint.equals(fingerprint)) {
        throw new IOException(
            file + ": of a run with other data or settings (expected: the same as now)");
      }
      int finishedCount = size(in);
      List<NetworkWeights> finished = new ArrayList<>();
      for (int i = 0; i < finishedCount; i++) {
        finished.add(readWeights(in));
      }
      int epochCount = size(in);
      List<EpochResult> epochs = new ArrayList<>();
      for (int i = 0; i < epochCount; i++) {
        epochs.add(readEpoch(in));
      }
      int bestEpoch = in.readInt();
      TrainingState.Unfinished unfinished = header.finished ? null : readUnfinished(in);
      long expected = checksum.getValue();
      if (in.readLong() != expected) {
        throw new IOException(file + ": damaged (its checksum does not fit)");
      }
      return new TrainingState(finished, epochs, bestEpoch, unfinished);
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged(file, e);
    }
  }

  /**
   * Reads what a checkpoint is of, and no more.
   *
   * @throws IOException if the file is missing, damaged, or of another release
   */
  public static Header header(Path file) throws IOException {
    try (DataInputStream in = open(file, new CRC32())) {
      return readHeader(file, in);
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged(file, e);
    }
  }

  private static DataInputStream open(Path file, CRC32 checksum) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": no such checkpoint (expected: a run stopped before its end)");
    }
    return new DataInputStream(
        new CheckedInputStream(
            new BufferedInputStream(Files.newInputStream(file), 1 << 20), checksum));
  }

  private static Header readHeader(Path file, DataInputStream in) throws IOException {
    int magic = in.readInt();
    if (magic != MAGIC) {
      boolean earlier = magic >>> 8 == MAGIC >>> 8 && magic < MAGIC;
      throw new IOException(
          file
              + (earlier
                  ? ": written by an earlier release (expected: of this one; the run has to begin"
                      + " anew)"
                  : ": not a checkpoint of this release"));
    }
    return new Header(in.readUTF(), in.readBoolean());
  }

  private static IOException damaged(Path file, IOException e) {
    return new IOException(file + ": damaged (it ends early or holds impossible sizes)", e);
  }

  private static void write(DataOutputStream out, EpochResult epoch) throws IOException {
    out.writeInt(epoch.network());
    out.writeInt(epoch.epoch());
    out.writeDouble(epoch.trainRmse());
    Double validationRmse = epoch.validationRmse();
    out.writeDouble(validationRmse == null ? Double.NaN : validationRmse);
    out.writeDouble(epoch.seconds());
  }

  private static EpochResult readEpoch(DataInputStream in) throws IOException {
    int network = in.readInt();
    int number = in.readInt();
    double trainRmse = in.readDouble();
    double validationRmse = in.readDouble();
    return new EpochResult(
        network,
        number,
        trainRmse,
        Double.isNaN(validationRmse) ? null : validationRmse,
        in.readDouble());
  }

  private static void write(DataOutputStream out, TrainingState.Unfinished unfinished)
      throws IOException {
    out.writeInt(unfinished.epoch());
    out.writeInt(unfinished.nextBatch());
    out.writeDouble(unfinished.squaredError());
    write(out, unfinished.weights());
    write(out, unfinished.means());
    write(out, unfinished.variances());
    NetworkWeights best = unfinished.best();
    out.writeBoolean(best != null);
    if (best != null) {
      write(out, best);
    }
  }

  private static TrainingState.Unfinished readUnfinished(DataInputStream in) throws IOException {
    return new TrainingState.Unfinished(
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        readWeights(in),
        readWeights(in),
        readWeights(in),
        in.readBoolean() ? readWeights(in) : null);
  }

  private static void write(DataOutputStream out, NetworkWeights weights) throws IOException {
    write(out, weights.encoder());
    write(out, weights.maskEncoder());
    write(out, weights.hiddenBias());
    write(out, weights.decoder());
    write(out, weights.outputBias());
  }

  private static NetworkWeights readWeights(DataInputStream in) throws IOException {
    return new NetworkWeights(
        readMatrix(in), readMatrix(in), readFloats(in), readMatrix(in), readFloats(in));
  }

  private static void write(DataOutputStream out, float[][] matrix) throws IOException {
    out.writeInt(matrix.length);
    for (float[] row : matrix) {
      write(out, row);
    }
  }

  private static float[][] readMatrix(DataInputStream in) throws IOException {
    float[][] matrix = new float[size(in)][];
    for (int row = 0; row < matrix.length; row++) {
      matrix[row] = readFloats(in);
    }
    return matrix;
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static float[] readFloats(DataInputStream in) throws IOException {
    float[] values = new float[size(in)];
    byte[] bytes = new byte[values.length * Float.BYTES];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }

  private static int size(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MAX_SIZE) {
      throw new EOFException();
    }
    return size;
  }
}
