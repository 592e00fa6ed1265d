package io.autorec.trainer.publish;

/**
 * Thrown if the exported graphs predict other ratings than the trained network. Nothing is
 * published.
 */
public final class ExportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line with the difference found
   */
  public ExportException(String message) {
    super(message);
  }
}
