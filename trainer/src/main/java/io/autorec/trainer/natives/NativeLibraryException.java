package io.autorec.trainer.natives;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;

/**
 * Thrown if a native library cannot be loaded. The message says in one line from where, and what
 * helps.
 */
public final class NativeLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param library the name of the library
   * @param folder the folder that it is unpacked to
   * @param bytes the size of the unpacked files; 0 if not known
   * @param option the option that names another folder
   */
  public NativeLibraryException(
      String library, Path folder, long bytes, String option, Throwable cause) {
    super(message(library, folder, bytes, option, cause), cause);
  }

  private static String message(
      String library, Path folder, long bytes, String option, Throwable cause) {
    long free = free(folder);
    return free < bytes
        ? "%s: %s has %d MiB free (expected: %d MiB for its libraries; another folder by %s)"
            .formatted(library, folder, free >> 20, (bytes >> 20) + 1, option)
        : ("%s: cannot be loaded from %s: %s (expected: a folder that can be written and may hold"
                + " programs (not noexec); another by %s)")
            .formatted(library, folder, root(cause), option);
  }

  private static String root(Throwable cause) {
    Throwable root = cause;
    for (Throwable next = cause; next != null; next = next.getCause()) {
      root = next;
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  private static long free(Path folder) {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at)) {
        try {
          return Files.getFileStore(at).getUsableSpace();
        } catch (IOException e) {
          return Long.MAX_VALUE;
        }
      }
    }
    return Long.MAX_VALUE;
  }

  /**
   * The bytes that entries of a jar take when they are unpacked.
   *
   * @param anchor the name of a resource in that jar
   * @param part a text that the entries' names contain
   * @return 0 if there is no such jar
   */
  public static long unpackedBytes(ClassLoader loader, String anchor, String part) {
    URL resource = loader.getResource(anchor);
    try {
      return resource != null && resource.openConnection() instanceof JarURLConnection jar
          ? jar.getJarFile().stream()
              .filter(entry -> entry.getName().contains(part))
              .mapToLong(ZipEntry::getSize)
              .sum()
          : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
