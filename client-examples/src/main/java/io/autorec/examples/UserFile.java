package io.autorec.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads user ids in UTF-8, one a line; empty lines are skipped. */
final class UserFile {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private UserFile() {}

  /**
   * Reads all ids.
   *
   * @throws IOException with a message for a person, also when there are none
   */
  static List<String> read(Path file) throws IOException {
    List<String> users = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String id = id(line);
        if (!id.isBlank()) {
          users.add(id);
        }
      }
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + reason(e), e);
    }
    if (users.isEmpty()) {
      throw new IOException("no user ids in " + file);
    }
    return users;
  }

  /** The reason why a file could not be opened, read or written. */
  static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    if (failure instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
  }

  private static String id(String line) {
    return line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
  }
}
