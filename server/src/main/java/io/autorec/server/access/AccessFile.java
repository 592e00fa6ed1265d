package io.autorec.server.access;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A text file that says who may call. */
final class AccessFile {
  private static final String MARK = "\uFEFF";

  private AccessFile() {}

  /**
   * Reads a file, without the byte order mark that some editors put first.
   *
   * @param name the option and the file, for messages
   * @throws TokensException if it cannot be read
   */
  static String read(String name, Path file) throws TokensException {
    try {
      String text = Files.readString(file);
      return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    } catch (NoSuchFileException e) {
      throw new TokensException(name + ": no such file");
    } catch (CharacterCodingException e) {
      throw new TokensException(name + ": not UTF-8");
    } catch (IOException e) {
      throw new TokensException(name + " cannot be read: " + e.getMessage());
    }
  }
}
