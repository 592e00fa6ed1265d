package io.autorec.trainer.natives;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that DJL unpacks PyTorch into, once for all runs: {@value #OPTION} if that is set,
 * otherwise {@code .djl.ai} in the home folder. Without a writable home it is a folder in {@code
 * java.io.tmpdir}. That folder must be the user's own, because its content is run.
 */
public final class UnpackFolder {
  /** The environment variable, or system property, that names the folder. */
  public static final String OPTION = "DJL_CACHE_DIR";

  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private UnpackFolder() {}

  /**
   * Chooses the folder, and sets it for DJL and for JNA, which DJL uses.
   *
   * @throws IOException if there is none; the message is one line
   */
  public static Path choose() throws IOException {
    String wanted = System.getenv(OPTION);
    if (wanted == null || wanted.isEmpty()) {
      wanted = System.getProperty(OPTION);
    }
    Path home = home(System.getProperty("user.home"));
    Path folder;
    if (wanted != null && !wanted.isEmpty()) {
      folder = Path.of(wanted);
    } else if (home != null) {
      folder = home.resolve(".djl.ai");
    } else {
      folder = ownIn(Path.of(System.getProperty("java.io.tmpdir")));
      System.setProperty(OPTION, folder.toString());
    }
    if (home == null && System.getProperty("jna.tmpdir") == null) {
      System.setProperty("jna.tmpdir", folder.resolve("jna").toString());
    }
    return folder;
  }

  /**
   * Removes what killed runs have unpacked in part, a day ago or more: no run takes that long.
   *
   * @param folder what {@link #choose} returned
   * @param now the time
   */
  public static void removeAbandoned(Path folder, Instant now) {
    Path engine = folder.resolve("pytorch");
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(engine, "tmp*")) {
      for (Path part : parts) {
        FileTime touched = Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS);
        if (Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)
            && touched.toInstant().isBefore(now.minus(ABANDONED_AFTER))) {
          removeWhole(part);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // They take room, and nothing else. Another run may remove them at the same time.
    }
  }

  private static void removeWhole(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** The home folder if it can be written; null if there is none, or Java says "?". */
  private static @Nullable Path home(@Nullable String home) {
    if (home == null) {
      return null;
    }
    Path path = Path.of(home);
    return path.isAbsolute() && Files.isDirectory(path) && Files.isWritable(path) ? path : null;
  }

  /** Makes or finds a folder that nobody else can write to, in one that everybody may write to. */
  static Path ownIn(Path shared) throws IOException {
    Path probe = Files.createTempFile(shared, "djl-", "");
    try {
      Object user = Files.getAttribute(probe, "unix:uid");
      Path folder = shared.resolve("djl-" + user);
      try {
        return Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        requireOwn(folder, user);
        return folder;
      }
    } finally {
      Files.delete(probe);
    }
  }

  private static void requireOwn(Path folder, Object user) throws IOException {
    Set<PosixFilePermission> permissions =
        EnumSet.copyOf(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
    permissions.retainAll(OF_OTHERS);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !user.equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS))
        || !permissions.isEmpty()) {
      throw new IOException(
          "%s: others can write to it (expected: a folder of your own, or nothing; another by %s=DIR)"
              .formatted(folder, OPTION));
    }
  }
}
