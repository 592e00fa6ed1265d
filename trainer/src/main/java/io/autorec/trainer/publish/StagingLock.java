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
 * Says that the hidden folder beside it is somebody's: the system holds the lock for as long as
 * that process lives, on whichever machine. A folder whose lock can be had was left by one that was
 * killed. One version at a time in a process.
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

  /** A lock for a folder that is not there yet. */
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

  /** Removes what killed trainers left; what cannot be removed stays for the next. */
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

  /** Removes a staging folder with its files; one that is gone is no error. */
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

  /** Gives it back. */
  void release() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    }
  }
}
