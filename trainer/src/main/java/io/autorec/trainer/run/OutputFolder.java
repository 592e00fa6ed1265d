package io.autorec.trainer.run;

import io.autorec.model.ModelFormat;
import io.autorec.trainer.files.NewFile;
import io.autorec.trainer.input.InputException;
import java.io.IOException;
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
   * Refuses a disk without room for the model and for the trained networks, which are kept until it
   * is published.
   */
  void requireRoom(ModelSize size) throws IOException {
    long needed = size.versionBytes() + size.trainedBytes();
    long free = Files.getFileStore(out).getUsableSpace();
    if (free < needed) {
      throw new InputException(
          "--out: %s has %s MiB free (expected: %s for the model)"
              .formatted(out, free >> 20, (needed >> 20) + 1));
    }
  }

  /** The reason why an operation failed, without the name of a Java class. */
  static String reason(IOException e) {
    return e instanceof FileSystemException failure
        ? failure.getFile() + ": " + NewFile.reason(e)
        : NewFile.reason(e);
  }
}
