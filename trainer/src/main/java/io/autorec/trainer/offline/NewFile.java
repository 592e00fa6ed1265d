package io.autorec.trainer.offline;

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
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * A text file being written: lines go into a hidden file beside its place, which is renamed into it
 * when all is there. Closed before that, it leaves nothing. Gzipped where its name ends in .gz.
 */
public final class NewFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final boolean replace;
  private final Path draft;
  private final Writer writer;
  private boolean published;

  private NewFile(Path file, boolean replace, Path draft, Writer writer) {
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
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException(file + ": a device or a pipe (expected: a file to write)");
    }
    if (Files.exists(file) && !replace) {
      throw existing(file);
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
      // A link stays one, and what it leads to is replaced.
      Path place = Files.exists(file) ? file.toRealPath() : file;
      Path draft = folderOf(place).resolve("." + place.getFileName() + "." + UUID.randomUUID());
      OutputStream out = Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW);
      boolean gzip = Objects.requireNonNull(file.getFileName()).toString().endsWith(".gz");
      try {
        // Which writes its head at once.
        OutputStream packed = gzip ? new GZIPOutputStream(out, BUFFER_BYTES) : out;
        Writer writer =
            new BufferedWriter(
                new OutputStreamWriter(packed, StandardCharsets.UTF_8), BUFFER_BYTES);
        return new NewFile(place, replace, draft, writer);
      } catch (IOException e) {
        out.close();
        Files.deleteIfExists(draft);
        throw e;
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + reason(e));
    }
  }

  /** Takes its text, in UTF-8; to be left open. */
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
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        // Within a folder this is a rename, too, but looks first.
        Files.move(draft, file);
      }
    } catch (FileAlreadyExistsException e) {
      throw existing(file);
    }
    published = true;
  }

  @Override
  public void close() throws IOException {
    if (published) {
      return;
    }
    try {
      writer.close();
    } catch (IOException e) {
      // What could not be written is not wanted any more.
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Why an operation failed, without the name of a Java class. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }

  private static InputException existing(Path file) {
    return new InputException(file + ": exists already (expected: a new file, or --force)");
  }

  private static Path folderOf(Path file) {
    Path absolute = file.toAbsolutePath();
    return Objects.requireNonNullElse(absolute.getParent(), absolute);
  }
}
