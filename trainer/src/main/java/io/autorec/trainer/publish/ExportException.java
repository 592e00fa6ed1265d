package io.autorec.trainer.publish;

/** The exported graphs do not say what the trained network says: nothing is published. */
public final class ExportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line with the difference found
   */
  public ExportException(String message) {
    super(message);
  }
}
