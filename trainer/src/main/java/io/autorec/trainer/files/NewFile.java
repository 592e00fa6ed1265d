package io.autorec.trainer.files;

import io.autorec.model.files.AtomicFile;
import io.autorec.trainer.input.InputException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/**
 * A text file that is written line by line and appears whole or not at all, see {@link AtomicFile}.
 * It is gzipped if its name ends in .gz.
 */
public final class NewFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final boolean replace;
  private final AtomicFile draft;
  private final Writer writer;

  private NewFile(Path file, boolean replace, AtomicFile draft, Writer writer) {
    this.file = file;
    this.replace = replace;
    this.draft = draft;
    this.writer = writer;
  }

  /**
   * Refuses a place where a file cannot be written.
   *
   * @param replace whether a file may be there already
   * @throws InputException in one line for the user
   */
  public static void check(Path file, boolean replace) {
    checkFolder(file);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException(file + ": a device or a pipe (expected: a file to write)");
    }
    if (Files.exists(file) && !replace) {
      throw existing(file);
    }
  }

  /** Refuses a place that is a folder, or in a folder that is missing or not writable. */
  static void checkFolder(Path file) {
    Path absolute = file.toAbsolutePath();
    Path folder = Objects.requireNonNullElse(absolute.getParent(), absolute);
    if (!Files.isDirectory(folder)) {
      throw new InputException(file + ": no folder " + folder + " to write it in");
    }
    if (!Files.isWritable(folder)) {
      throw new InputException(file + ": folder " + folder + " is not writable");
    }
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": a folder (expected: a file to write)");
    }
  }

  /**
   * Begins to write.
   *
   * @param file its place, see {@link #check}
   * @param replace whether a file that is there is replaced
   * @throws InputException if it cannot be written, in one line for the user
   */
  public static NewFile open(Path file, boolean replace) {
    check(file, replace);
    try {
      // A link stays one, and the file that it points to is replaced.
      Path place = Files.exists(file) ? file.toRealPath() : file;
      boolean gzip = Objects.requireNonNull(file.getFileName()).toString().endsWith(".gz");
      AtomicFile draft = AtomicFile.open(place);
      try {
        OutputStream packed = gzip ? new GZIPOutputStream(draft.out(), BUFFER_BYTES) : draft.out();
        Writer writer =
            new BufferedWriter(
                new OutputStreamWriter(packed, StandardCharsets.UTF_8), BUFFER_BYTES);
        return new NewFile(place, replace, draft, writer);
      } catch (IOException e) {
        draft.close();
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** The writer of the text, in UTF-8. The caller must not close it. */
  public Writer writer() {
    return writer;
  }

  /**
   * Puts the file in its place.
   *
   * @throws InputException if another has taken it and is not to be replaced
   */
  public void publish() throws IOException {
    writer.close();
    try {
      if (replace) {
        draft.replace();
      } else {
        draft.create();
      }
    } catch (FileAlreadyExistsException e) {
      throw existing(file);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } catch (IOException e) {
      // The draft goes, whatever it lacks.
    } finally {
      draft.close();
    }
  }

  /** The reason why an operation failed, without the name of a Java class. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "is a file";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : null;
    return Objects.requireNonNullElse(reason == null ? e.getMessage() : reason, e.toString());
  }

  static InputException unwritable(Path file, IOException e) {
    return new InputException(file + ": cannot be written: " + reason(e));
  }

  private static InputException existing(Path file) {
    return new InputException(file + ": exists already (expected: a new file, or --force)");
  }
}
