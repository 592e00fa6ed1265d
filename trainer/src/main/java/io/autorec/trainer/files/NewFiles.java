package io.autorec.trainer.files;

import io.autorec.model.files.AtomicFile;
import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes several files that belong together, each whole: all drafts are written before the first is
 * moved into place. A file that is there already is not replaced, unless it is the same or empty.
 */
public final class NewFiles {
  private NewFiles() {}

  /** A file to write, in UTF-8. */
  public record Content(Path file, String text) {
    private byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Writes the files.
   *
   * @throws InputException if a file cannot be written or would replace another
   */
  public static void write(List<Content> contents) {
    contents.forEach(NewFiles::check);
    List<AtomicFile> drafts = new ArrayList<>();
    try {
      for (Content content : contents) {
        drafts.add(draft(content));
      }
      for (int i = 0; i < drafts.size(); i++) {
        publish(drafts.get(i), contents.get(i));
      }
    } finally {
      drafts.forEach(NewFiles::close);
    }
  }

  private static void check(Content content) {
    Path file = content.file();
    NewFile.checkFolder(file);
    try {
      if (Files.exists(file)
          && Files.size(file) > 0
          && !Arrays.equals(Files.readAllBytes(file), content.bytes())) {
        throw new InputException(file + ": exists already (expected: a new file)");
      }
    } catch (IOException e) {
      throw NewFile.unwritable(file, e);
    }
  }

  private static AtomicFile draft(Content content) {
    AtomicFile draft = null;
    try {
      draft = AtomicFile.open(content.file());
      draft.out().write(content.bytes());
      return draft;
    } catch (IOException e) {
      if (draft != null) {
        close(draft);
      }
      throw NewFile.unwritable(content.file(), e);
    }
  }

  private static void publish(AtomicFile draft, Content content) {
    try {
      draft.replace();
    } catch (IOException e) {
      throw NewFile.unwritable(content.file(), e);
    }
  }

  private static void close(AtomicFile draft) {
    try {
      draft.close();
    } catch (IOException e) {
      // What went wrong before is the better message.
    }
  }
}
