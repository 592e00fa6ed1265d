package io.autorec.trainer.cli;

import io.autorec.model.Sha256;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.training.Checkpoint;
import io.autorec.trainer.training.TrainingState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Where the state of a run is kept while it is stopped, or trained and not yet published: a file
 * beside the model's folder, named after the run's data and settings, so that one run never writes
 * over another's.
 *
 * @param file the run's own
 * @param fingerprint of its data and settings
 * @param others states of other runs of the same model name
 */
record StoredRun(Path file, String fingerprint, List<Path> others) {
  /** The place for a run, and what lies beside it. */
  static StoredRun of(OutputFolder output, String fingerprint) throws IOException {
    String digest = Sha256.hex(fingerprint.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    String prefix = "." + output.name();
    Path file = output.out().resolve(prefix + "." + digest + ".checkpoint");
    try (DirectoryStream<Path> beside =
        Files.newDirectoryStream(
            output.out(), entry -> isState(prefix, String.valueOf(entry.getFileName())))) {
      return new StoredRun(
          file,
          fingerprint,
          StreamSupport.stream(beside.spliterator(), false)
              .filter(other -> !other.equals(file))
              .sorted()
              .toList());
    }
  }

  private static boolean isState(String prefix, String name) {
    return name.startsWith(prefix)
        && name.substring(prefix.length()).matches("(\\.[0-9a-f]{8})?\\.checkpoint");
  }

  /** Says what is there that this run will not go on with, and what becomes of it. */
  void describe(PrintWriter console) {
    if (Files.exists(file)) {
      console.println(
          file
              + ": "
              + kind(file)
              + " with these data and settings (--resume "
              + (isFinished(file) ? "publishes it without training" : "goes on with it")
              + "; this run writes over it)");
    }
    for (Path other : others) {
      console.println(other + ": " + kind(other) + " with other data or settings (it stays)");
    }
  }

  private static String kind(Path state) {
    return isFinished(state) ? "a run that is trained, but not published," : "a stopped run";
  }

  private static boolean isFinished(Path state) {
    try {
      return Checkpoint.header(state).finished();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it only has to be published. */
  boolean isTrained() {
    return isFinished(file);
  }

  /** Reads the state to go on with. */
  TrainingState read() {
    try {
      if (!Files.exists(file) && !others.isEmpty()) {
        // It says why it cannot be taken.
        return Checkpoint.read(others.get(0), fingerprint);
      }
      return Checkpoint.read(file, fingerprint);
    } catch (IOException e) {
      throw new InputException("--resume: " + e.getMessage());
    }
  }

  /** Keeps a state. */
  void write(TrainingState state) throws IOException {
    Checkpoint.write(file, fingerprint, state);
  }

  /** Removes the state of a run that is published. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
