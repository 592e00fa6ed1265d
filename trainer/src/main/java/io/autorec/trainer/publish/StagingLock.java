package io.autorec.trainer.publish;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Marks the hidden folder beside it as in use. The system holds the lock as long as the process
 * lives, on any machine. If the lock of a folder can be taken, a killed process left that folder. A
 * process writes one version at a time.
 */
final class StagingLock {
  private static final String PREFIX = ".publishing-";
  private static final String SUFFIX = ".lock";

  private final Path file;
  private final FileChannel channel;

  private StagingLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes a lock for a folder that does not exist yet. */
  static StagingLock take(Path model) throws IOException {
    while (true) {
      Path file = model.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new StagingLock(file, channel);
      }
      // Another trainer sweeps it away between these lines.
      channel.close();
    }
  }

  /**
   * Removes the folders that killed trainers left. One that cannot be removed stays for the next
   * trainer.
   */
  static void sweep(Path model) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(model, PREFIX + "*" + SUFFIX)) {
      for (Path file : locks) {
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
          if (channel.tryLock() != null) {
            delete(folder(file));
            Files.deleteIfExists(file);
          }
        } catch (IOException e) {
          // Another's that may not be touched, or swept by two at once.
        }
      }
    }
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      // A file system without locks: nobody else can have this one either.
      return true;
    }
  }

  /** The folder that it is for. */
  Path folder() {
    return folder(file);
  }

  private static Path folder(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()));
  }

  /** Removes a staging folder with its files. It is no error if the folder is gone. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (NoSuchFileException e) {
      // As it should be.
    }
  }

  /** Releases the lock. */
  void release() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    }
  }
}
