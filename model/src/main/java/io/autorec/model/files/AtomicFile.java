package io.autorec.model.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file that appears whole or not at all. The content goes into a hidden draft beside the
 * file's place, and {@link #replace} or {@link #create} renames the draft. If it is closed before
 * that, nothing is left. A process that is killed leaves the draft.
 *
 * <p>For one thread at a time. Several processes may write the same file: each has its own draft.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path file;
  private final Path draft;
  private final FileChannel channel;
  private boolean published;

  private AtomicFile(Path file, Path draft, FileChannel channel) {
    this.file = file;
    this.draft = draft;
    this.channel = channel;
  }

  /**
   * Opens an empty draft for a file in a folder that exists.
   *
   * @throws FileSystemException if a folder, a device or a pipe is in the file's place
   */
  public static AtomicFile open(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "is not a file");
    }
    Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    FileChannel channel =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new AtomicFile(file, draft, channel);
  }

  /** Writes a file, over the one that is there. */
  public static void write(Path file, byte[] content) throws IOException {
    try (AtomicFile written = open(file)) {
      written.out().write(content);
      written.replace();
    }
  }

  /** Writes a file in UTF-8, over the one that is there. */
  public static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The draft's content, unbuffered. */
  public OutputStream out() {
    return Channels.newOutputStream(channel);
  }

  /** The draft, whose permissions become those of the file. */
  public Path draft() {
    return draft;
  }

  /** Waits until the draft is on the disk, so that the file is whole even after a power failure. */
  public void force() throws IOException {
    channel.force(true);
  }

  /** Moves the draft into place, over the file that is there. */
  public void replace() throws IOException {
    channel.close();
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    published = true;
  }

  /**
   * Moves the draft into place, where no file is.
   *
   * @throws FileAlreadyExistsException if there is one
   */
  public void create() throws IOException {
    channel.close();
    // Within a folder this is a rename, too, but looks first.
    Files.move(draft, file);
    published = true;
  }

  /** Removes the draft, unless it has become the file. */
  @Override
  public void close() throws IOException {
    if (published) {
      return;
    }
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
