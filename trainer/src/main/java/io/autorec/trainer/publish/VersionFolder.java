package io.autorec.trainer.publish;

import io.autorec.model.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A version that is being written. Files go into a hidden folder beside the version's place, which
 * is renamed into place when it is complete. If it is closed before that, nothing is left. If the
 * process is killed, the folder is left, and the next run removes it.
 */
public final class VersionFolder implements AutoCloseable {
  private final Path model;
  private final OptionalInt wanted;
  private final StagingLock lock;
  private final Path staging;
  private boolean published;

  /**
   * Makes the hidden folder.
   *
   * @param model {@code <repository>/<model name>}
   * @param wanted the version to publish; empty for the next free one
   * @throws FileAlreadyExistsException if the wanted version exists
   */
  public VersionFolder(Path model, OptionalInt wanted) throws IOException {
    this.model = model;
    this.wanted = wanted;
    if (wanted.isPresent() && Files.exists(versionPath(wanted.getAsInt()))) {
      throw new FileAlreadyExistsException(versionPath(wanted.getAsInt()).toString());
    }
    Files.createDirectories(model);
    StagingLock.sweep(model);
    this.lock = StagingLock.take(model);
    this.staging = lock.folder();
    try {
      Files.createDirectory(staging);
    } catch (IOException e) {
      lock.release();
      throw e;
    }
  }

  /** The path of a file of the version until it is published. */
  public Path file(String name) {
    return staging.resolve(name);
  }

  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file of the version; returns its SHA-256 in lower-case hexadecimal. */
  public String write(String name, Content content) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    try (OutputStream out =
        new DigestOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file(name))), digest)) {
      content.writeTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hidden folder itself. */
  public Path path() {
    return staging;
  }

  /**
   * Puts the version in its place.
   *
   * @return {@code <repository>/<model name>/<version>}
   */
  public Path publish() throws IOException {
    while (true) {
      Path version = versionPath(wanted.isPresent() ? wanted.getAsInt() : nextFree());
      if (Files.exists(version, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(version.toString());
      }
      try {
        Files.move(staging, version, StandardCopyOption.ATOMIC_MOVE);
        published = true;
        return version;
      } catch (IOException e) {
        // Another trainer may have taken the number in the meantime.
        if (wanted.isPresent() || !Files.exists(version)) {
          throw e;
        }
      }
    }
  }

  private Path versionPath(int version) {
    return model.resolve(Integer.toString(version));
  }

  private int nextFree() throws IOException {
    try (Stream<Path> entries = Files.list(model)) {
      return 1
          + entries
              .map(entry -> entry.getFileName().toString())
              .filter(name -> name.matches("[1-9][0-9]{0,8}"))
              .mapToInt(Integer::parseInt)
              .max()
              .orElse(0);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (!published) {
        StagingLock.delete(staging);
      }
    } finally {
      lock.release();
    }
  }
}
