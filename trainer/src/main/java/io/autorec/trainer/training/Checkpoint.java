package io.autorec.trainer.training;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.recipe.NetworkWeights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A stopped run on disk: a magic word, the fingerprint of the run's settings and data, then the
 * {@link TrainingState}, big-endian. It appears whole or not at all.
 */
public final class Checkpoint {
  private static final int MAGIC = 0x41525431; // "ART1"

  private Checkpoint() {}

  /** Writes a checkpoint over any earlier one. */
  public static void write(Path file, String fingerprint, TrainingState state) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(partial), 1 << 20))) {
      out.writeInt(MAGIC);
      out.writeUTF(fingerprint);
      out.writeInt(state.epoch());
      out.writeInt(state.nextBatch());
      out.writeDouble(state.squaredError());
      write(out, state.weights());
      out.writeInt(state.moments().size());
      for (float[] moment : state.moments()) {
        write(out, moment);
      }
      out.writeInt(state.epochs().size());
      for (EpochResult epoch : state.epochs()) {
        out.writeDouble(epoch.trainRmse());
        out.writeDouble(epoch.validationRmse());
        out.writeDouble(epoch.seconds());
      }
      out.writeInt(state.bestEpoch());
      NetworkWeights best = state.best();
      if (best != null) {
        write(out, best);
      }
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
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": no such checkpoint (expected: a run stopped before its end)");
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + ": not a checkpoint of this release");
      }
      if (!in.readUTF().equals(fingerprint)) {
        throw new IOException(
            file + ": of a run with other data or settings (expected: the same as now)");
      }
      int epoch = in.readInt();
      int nextBatch = in.readInt();
      double squaredError = in.readDouble();
      NetworkWeights weights = readWeights(in);
      int momentCount = in.readInt();
      List<float[]> moments = new ArrayList<>();
      for (int i = 0; i < momentCount; i++) {
        moments.add(readFloats(in));
      }
      int epochCount = in.readInt();
      List<EpochResult> epochs = new ArrayList<>();
      for (int i = 1; i <= epochCount; i++) {
        epochs.add(new EpochResult(i, in.readDouble(), in.readDouble(), in.readDouble()));
      }
      int bestEpoch = in.readInt();
      NetworkWeights best = bestEpoch == 0 ? null : readWeights(in);
      return new TrainingState(
          epoch, nextBatch, squaredError, weights, moments, epochs, bestEpoch, best);
    }
  }

  private static void write(DataOutputStream out, NetworkWeights weights) throws IOException {
    write(out, weights.encoder());
    write(out, weights.hiddenBias());
    write(out, weights.decoder());
    write(out, weights.outputBias());
  }

  private static NetworkWeights readWeights(DataInputStream in) throws IOException {
    return new NetworkWeights(readFloats(in), readFloats(in), readFloats(in), readFloats(in));
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static float[] readFloats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    byte[] bytes = new byte[values.length * Float.BYTES];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
