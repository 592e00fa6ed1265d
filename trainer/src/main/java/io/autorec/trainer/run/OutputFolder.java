package io.autorec.trainer.run;

import io.autorec.model.ModelFormat;
import io.autorec.trainer.files.NewFile;
import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The place where a run publishes, checked before anything costly is done.
 *
 * @param out the model repository, {@code --out}
 * @param name the model's name, {@code --name}
 * @param version the version to publish, {@code --model-version}; empty for the next free one
 */
public record OutputFolder(Path out, String name, OptionalInt version) {
  /** The folder of the model's versions. */
  Path model() {
    return out.resolve(name);
  }

  /** Refuses a name, a version or a folder that cannot be used. */
  void check() {
    if (!ModelFormat.NAME.matcher(name).matches()) {
      throw new InputException(
          "--name: \"" + name + "\" (expected: letters, digits, '.', '_' and '-', at most 100)");
    }
    if (out.toString().isEmpty()) {
      throw new InputException("--out: \"\" (expected: a folder)");
    }
    if (version.isPresent() && version.getAsInt() < 1) {
      throw new InputException("--model-version: " + version.getAsInt() + " (expected: >= 1)");
    }
    if (version.isPresent() && Files.exists(model().resolve("" + version.getAsInt()))) {
      throw new InputException("--model-version: " + version.getAsInt() + " exists in " + model());
    }
    if (Files.exists(model()) && !Files.isDirectory(model())) {
      throw new InputException("--out: " + model() + " is a file (expected: a folder, or nothing)");
    }
    try {
      Files.createDirectories(out);
      Files.delete(Files.createTempFile(out, ".writable-", ""));
      if (Files.exists(model())) {
        Files.delete(Files.createTempFile(model(), ".writable-", ""));
      }
    } catch (IOException e) {
      throw new InputException("--out: " + out + " cannot be written to: " + reason(e));
    }
  }

  /**
   * Refuses a disk without room for the state of the training, and later for the model and for the
   * trained networks, which are kept until it is published.
   *
   * @param isTrained whether the trained networks are on disk, so that only the model is missing
   */
  void requireRoom(ModelSize size, boolean isTrained) throws IOException {
    long needed =
        isTrained
            ? size.versionBytes()
            : Math.max(size.stateBytes(), size.versionBytes() + size.trainedBytes());
    long free = Files.getFileStore(out).getUsableSpace();
    if (free < needed) {
      throw new InputException(
          "--out: %s has %s MiB free (expected: %s for the model)"
              .formatted(out, free >> 20, (needed >> 20) + 1));
    }
    requireLongFiles(size.longestFileBytes());
  }

  /** Refuses a disk, or a limit of the process, that a file would be too long for. */
  private void requireLongFiles(long bytes) throws IOException {
    Path empty = Files.createTempFile(out, ".writable-", "");
    try (RandomAccessFile file = new RandomAccessFile(empty.toFile(), "rw")) {
      // Nothing is written: the file gets a hole.
      file.setLength(bytes);
    } catch (IOException e) {
      throw new InputException(
          "--out: %s takes no file of %d MiB: %s (expected: files that long, see ulimit -f)"
              .formatted(out, (bytes >> 20) + 1, reason(e)));
    } finally {
      Files.delete(empty);
    }
  }

  /** The reason why an operation failed, without the name of a Java class. */
  static String reason(IOException e) {
    return e instanceof FileSystemException failure
        ? failure.getFile() + ": " + NewFile.reason(e)
        : NewFile.reason(e);
  }
}
