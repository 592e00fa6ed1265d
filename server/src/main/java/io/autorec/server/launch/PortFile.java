package io.autorec.server.launch;

import io.autorec.server.launch.settings.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that tells others the port. Readers see the whole number or no file. */
final class PortFile {
  private PortFile() {}

  /**
   * Writes it.
   *
   * @param name "" for none
   * @throws StartException if it cannot be written; nothing is left then
   */
  static void write(String name, int port) throws StartException {
    if (name.isEmpty()) {
      return;
    }
    Path file = Path.of(name).toAbsolutePath();
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(unfinished, port + "\n");
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // What a full disk took of it, which is nothing.
      unfinished.toFile().delete();
      throw new StartException("port file: \"" + file + "\" cannot be written: " + e.getMessage());
    }
  }
}
