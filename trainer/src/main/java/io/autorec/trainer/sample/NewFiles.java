package io.autorec.trainer.sample;

import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes files that a reader never sees half of: first beside their places under other names, then
 * all of them renamed. What is there already is not replaced, unless it is the same or empty.
 */
final class NewFiles {
  private NewFiles() {}

  /** A file to write, in UTF-8. */
  record Content(Path file, String text) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * @throws InputException if a file cannot be written or would replace another
   */
  static void write(List<Content> contents) {
    List<Path> drafts = new ArrayList<>();
    try {
      for (Content content : contents) {
        checkPlace(content);
      }
      for (Content content : contents) {
        drafts.add(writeDraft(content));
      }
      for (int i = 0; i < drafts.size(); i++) {
        move(drafts.get(i), contents.get(i).file());
      }
    } finally {
      drafts.forEach(NewFiles::deleteIfLeft);
    }
  }

  private static void checkPlace(Content content) {
    Path file = content.file();
    Path folder = folderOf(file);
    if (!Files.isDirectory(folder)) {
      throw new InputException(file + ": no folder " + folder + " to write it in");
    }
    if (!Files.isWritable(folder)) {
      throw new InputException(file + ": folder " + folder + " is not writable");
    }
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": a folder (expected: a file to write)");
    }
    try {
      if (Files.exists(file)
          && Files.size(file) > 0
          && !Arrays.equals(Files.readAllBytes(file), content.bytes())) {
        throw new InputException(file + ": exists already (expected: a new file)");
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static Path writeDraft(Content content) {
    Path file = content.file();
    Path draft =
        folderOf(file).resolve("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      return Files.write(draft, content.bytes());
    } catch (IOException e) {
      deleteIfLeft(draft);
      throw failure(file, e);
    }
  }

  private static void move(Path draft, Path file) {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static void deleteIfLeft(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // What went wrong before is the better message.
    }
  }

  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private static InputException failure(Path file, IOException e) {
    String reason = e instanceof AccessDeniedException ? "permission denied" : e.toString();
    return new InputException(file + ": cannot be written: " + reason);
  }
}
