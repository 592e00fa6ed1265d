package io.autorec.trainer.checkpoint;

import io.autorec.model.Sha256;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.training.TrainingState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The state of a run that is stopped, or trained and not yet published: a file beside the model's
 * folder. Its name comes from the run's data and settings, so one run never overwrites the state of
 * another.
 *
 * @param file the file of the run
 * @param fingerprint the fingerprint of its data and settings
 * @param others the states of other runs of the same model name
 */
public record StoredRun(Path file, String fingerprint, List<Path> others) {
  /** A draft that did not change for so long is not being written. */
  private static final Duration DRAFT_TIME = Duration.ofMinutes(2);

  /**
   * A state that an earlier run left.
   *
   * @param file where it is
   * @param isTrained whether that run only has to be published
   * @param isSame whether that run has the data and settings of this run, which then overwrites the
   *     state
   */
  public record Earlier(Path file, boolean isTrained, boolean isSame) {}

  /**
   * Finds the place for a run, and the states beside it.
   *
   * @param out the model repository
   * @param name the model's name
   */
  public static StoredRun of(Path out, String name, String fingerprint) throws IOException {
    String digest = Sha256.hex(fingerprint.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    String prefix = "." + name;
    Path file = out.resolve(prefix + "." + digest + ".checkpoint");
    try (Stream<Path> beside = Files.list(out)) {
      List<Path> others =
          beside
              .filter(other -> isState(prefix, String.valueOf(other.getFileName())))
              .filter(other -> !other.equals(file))
              .sorted()
              .toList();
      return new StoredRun(file, fingerprint, others);
    }
  }

  private static boolean isState(String prefix, String name) {
    return name.startsWith(prefix)
        && name.substring(prefix.length()).matches("(\\.[0-9a-f]{8})?\\.checkpoint");
  }

  /** The states that are there, this run's own first. */
  public List<Earlier> earlier() {
    List<Earlier> earlier = new ArrayList<>();
    if (Files.exists(file)) {
      earlier.add(new Earlier(file, isFinished(file), true));
    }
    for (Path other : others) {
      earlier.add(new Earlier(other, isFinished(other), false));
    }
    return earlier;
  }

  private static boolean isFinished(Path state) {
    try {
      return Checkpoint.header(state).finished();
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns true if the run only has to be published. */
  public boolean isTrained() {
    return isFinished(file);
  }

  /** Reads the state to continue from. */
  public TrainingState read() {
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

  /** Keeps a state. An earlier one stays if that fails. */
  public void write(TrainingState state) throws IOException {
    Checkpoint.write(file, fingerprint, state);
  }

  /**
   * Keeps the state of a trained run. If there is no room beside an earlier one, that goes, unless
   * it is smaller: then it stays until there is room.
   */
  public void writeTrained(TrainingState state) throws IOException {
    try {
      write(state);
    } catch (IOException e) {
      if (!Files.isRegularFile(file) || Files.size(file) < state.finishedBytes()) {
        throw e;
      }
      Files.delete(file);
      write(state);
    }
  }

  /** Removes what processes left that were killed while they wrote a state of this run. */
  public void sweep() throws IOException {
    Instant old = Instant.now().minus(DRAFT_TIME);
    String drafts = "." + file.getFileName() + ".";
    try (Stream<Path> beside = Files.list(file.toAbsolutePath().getParent())) {
      for (Path draft : beside.toList()) {
        if (String.valueOf(draft.getFileName()).startsWith(drafts)
            && Files.getLastModifiedTime(draft).toInstant().isBefore(old)) {
          Files.deleteIfExists(draft);
        }
      }
    }
  }

  /** Removes the state of a run that is published. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
