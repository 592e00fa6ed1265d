package io.autorec.trainer.input;

import java.io.IOException;

/** Thrown for content that cannot be read. The message is for the user, and follows the file. */
public final class UnreadableException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param afterFile what follows the name of the file, such as {@code :17: byte 0xE9 is not UTF-8}
   */
  public UnreadableException(String afterFile) {
    super(afterFile);
  }

  public UnreadableException(String afterFile, Throwable cause) {
    super(afterFile, cause);
  }
}
