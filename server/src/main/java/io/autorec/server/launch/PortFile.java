package io.autorec.server.launch;

import io.autorec.model.files.AtomicFile;
import io.autorec.server.launch.settings.StartException;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the port to a file, for other programs. A reader finds the whole number or no file. */
final class PortFile {
  private PortFile() {}

  /**
   * Writes the file.
   *
   * @param name the name of the file; "": none is written
   * @throws StartException if the file cannot be written; no part of it is left
   */
  static void write(String name, int port) throws StartException {
    if (name.isEmpty()) {
      return;
    }
    Path file = Path.of(name).toAbsolutePath();
    try {
      AtomicFile.write(file, port + "\n");
    } catch (IOException e) {
      throw new StartException("port file: \"" + file + "\" cannot be written: " + e.getMessage());
    }
  }
}
