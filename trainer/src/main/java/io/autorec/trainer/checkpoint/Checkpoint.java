package io.autorec.trainer.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.autorec.model.files.AtomicFile;
import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.training.TrainingState;
import io.autorec.trainer.training.step.AdamState;
import io.autorec.v1.CheckpointArray;
import io.autorec.v1.CheckpointEnd;
import io.autorec.v1.CheckpointEpoch;
import io.autorec.v1.CheckpointHeader;
import io.autorec.v1.CheckpointProgress;
import io.autorec.v1.CheckpointShape;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the {@link TrainingState} of a stopped run, in the format that {@code
 * checkpoint.proto} describes. It goes array by array, since a network may take half of the heap. A
 * file appears whole or not at all.
 */
public final class Checkpoint {
  private static final String MAGIC = "ART7";

  /** Few, since Java copies them once more: a state has to be kept in the least memory. */
  private static final int BUFFER_BYTES = 1 << 16;

  /** The most rows of a matrix: users or items of one model. */
  private static final int MAX_SIZE = 50_000_000;

  private Checkpoint() {}

  /**
   * The run of a checkpoint.
   *
   * @param fingerprint the fingerprint of the run
   * @param finished true if all networks are trained
   */
  public record Header(String fingerprint, boolean finished) {}

  /** Writes a checkpoint over any earlier one. */
  public static void write(Path file, String fingerprint, TrainingState state) throws IOException {
    // Somebody may have tidied up since the run began.
    Files.createDirectories(file.toAbsolutePath().getParent());
    CRC32 checksum = new CRC32();
    try (AtomicFile written = AtomicFile.open(file)) {
      OutputStream out =
          new CheckedOutputStream(new BufferedOutputStream(written.out(), BUFFER_BYTES), checksum);
      out.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
      header(fingerprint, state).writeDelimitedTo(out);
      for (NetworkWeights network : state.finished()) {
        write(out, network);
      }
      TrainingState.Unfinished unfinished = state.unfinished();
      if (unfinished != null) {
        write(out, unfinished.state().weights());
        write(out, unfinished.state().means());
        write(out, unfinished.state().variances());
        write(out, unfinished.best());
        write(out, unfinished.state().gradients());
      }
      CheckpointEnd.newBuilder().setChecksum(checksum.getValue()).build().writeDelimitedTo(out);
      out.flush();
      written.replace();
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @param fingerprint the fingerprint of the run that resumes
   * @throws IOException if the file is missing, damaged, or of another run; the message says which
   */
  public static TrainingState read(Path file, String fingerprint) throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream in = open(file, checksum)) {
      CheckpointHeader header = message(in, CheckpointHeader.parser());
      if (!header.getFingerprint().equals(fingerprint)) {
        throw new IOException(
            file + ": of a run with other data or settings (expected: the same as now)");
      }
      List<NetworkWeights> finished = new ArrayList<>();
      for (int i = 0; i < header.getFinishedNetworks(); i++) {
        finished.add(weights(in));
      }
      TrainingState.Unfinished unfinished =
          header.hasUnfinished() ? unfinished(in, header.getUnfinished()) : null;
      long expected = checksum.getValue();
      if (message(in, CheckpointEnd.parser()).getChecksum() != expected) {
        throw new IOException(file + ": damaged (its checksum does not fit)");
      }
      List<EpochResult> epochs = header.getEpochsList().stream().map(Checkpoint::epoch).toList();
      return new TrainingState(finished, epochs, header.getBestEpoch(), unfinished);
    } catch (EOFException | InvalidProtocolBufferException e) {
      throw damaged(file, e);
    }
  }

  /**
   * Reads only the header of a checkpoint.
   *
   * @throws IOException if the file is missing, damaged, or of another release
   */
  public static Header header(Path file) throws IOException {
    try (InputStream in = open(file, new CRC32())) {
      CheckpointHeader header = message(in, CheckpointHeader.parser());
      return new Header(header.getFingerprint(), !header.hasUnfinished());
    } catch (EOFException | InvalidProtocolBufferException e) {
      throw damaged(file, e);
    }
  }

  private static InputStream open(Path file, CRC32 checksum) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": no such checkpoint (expected: a run stopped before its end)");
    }
    InputStream in =
        new CheckedInputStream(
            new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES), checksum);
    String magic = new String(in.readNBytes(MAGIC.length()), StandardCharsets.US_ASCII);
    if (!magic.equals(MAGIC)) {
      in.close();
      throw new IOException(
          file
              + (magic.matches("ART[1-6]")
                  ? ": written by an earlier release (expected: of this one; the run has to begin"
                      + " anew)"
                  : ": not a checkpoint of this release"));
    }
    return in;
  }

  private static IOException damaged(Path file, IOException e) {
    return new IOException(file + ": damaged (it ends early or holds impossible sizes)", e);
  }

  private static <T extends MessageLite> T message(InputStream in, Parser<T> parser)
      throws IOException {
    T message = parser.parseDelimitedFrom(in);
    if (message == null) {
      throw new EOFException();
    }
    return message;
  }

  private static CheckpointHeader header(String fingerprint, TrainingState state) {
    CheckpointHeader.Builder header =
        CheckpointHeader.newBuilder()
            .setFingerprint(fingerprint)
            .setFinishedNetworks(state.finished().size())
            .setBestEpoch(state.bestEpoch());
    for (EpochResult epoch : state.epochs()) {
      CheckpointEpoch.Builder added =
          header
              .addEpochsBuilder()
              .setNetwork(epoch.network())
              .setEpoch(epoch.epoch())
              .setTrainRmse(epoch.trainRmse())
              .setSeconds(epoch.seconds());
      if (epoch.validationRmse() != null) {
        added.setValidationRmse(epoch.validationRmse());
      }
    }
    TrainingState.Unfinished unfinished = state.unfinished();
    if (unfinished != null) {
      header
          .getUnfinishedBuilder()
          .setEpoch(unfinished.epoch())
          .setNextBatch(unfinished.nextBatch())
          .setSquaredError(unfinished.squaredError())
          .setHasBest(unfinished.best() != null)
          .setHasGradients(unfinished.state().gradients() != null);
    }
    return header.build();
  }

  private static EpochResult epoch(CheckpointEpoch epoch) {
    return new EpochResult(
        epoch.getNetwork(),
        epoch.getEpoch(),
        epoch.getTrainRmse(),
        epoch.hasValidationRmse() ? epoch.getValidationRmse() : null,
        epoch.getSeconds());
  }

  private static TrainingState.Unfinished unfinished(InputStream in, CheckpointProgress progress)
      throws IOException {
    NetworkWeights weights = weights(in);
    NetworkWeights means = weights(in);
    NetworkWeights variances = weights(in);
    NetworkWeights best = progress.getHasBest() ? weights(in) : null;
    NetworkWeights gradients = progress.getHasGradients() ? weights(in) : null;
    return new TrainingState.Unfinished(
        progress.getEpoch(),
        progress.getNextBatch(),
        progress.getSquaredError(),
        new AdamState(weights, means, variances, gradients),
        best);
  }

  private static void write(OutputStream out, @Nullable NetworkWeights weights) throws IOException {
    if (weights == null) {
      return;
    }
    CheckpointShape.newBuilder()
        .setWidth(weights.encoder().length)
        .setMaskWidth(weights.maskEncoder().length)
        .build()
        .writeDelimitedTo(out);
    write(out, weights.encoder());
    write(out, weights.maskEncoder());
    write(out, weights.hiddenBias());
    write(out, weights.decoder());
    write(out, weights.outputBias());
  }

  private static NetworkWeights weights(InputStream in) throws IOException {
    CheckpointShape shape = message(in, CheckpointShape.parser());
    return new NetworkWeights(
        arrays(in, shape.getWidth()),
        arrays(in, shape.getMaskWidth()),
        array(in),
        arrays(in, shape.getWidth()),
        array(in));
  }

  private static void write(OutputStream out, float[]... arrays) throws IOException {
    for (float[] values : arrays) {
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      CheckpointArray.newBuilder()
          .setValues(UnsafeByteOperations.unsafeWrap(bytes))
          .build()
          .writeDelimitedTo(out);
    }
  }

  private static float[][] arrays(InputStream in, int count) throws IOException {
    if (count < 0 || count > MAX_SIZE) {
      throw new EOFException();
    }
    float[][] arrays = new float[count][];
    for (int i = 0; i < count; i++) {
      arrays[i] = array(in);
    }
    return arrays;
  }

  private static float[] array(InputStream in) throws IOException {
    ByteBuffer bytes =
        message(in, CheckpointArray.parser())
            .getValues()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
