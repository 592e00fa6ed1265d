package io.autorec.trainer.tracking;

/** Thrown if a call of MLflow fails. The message is one line without secrets. */
final class MlflowException extends Exception {
  private static final long serialVersionUID = 1L;

  MlflowException(String message) {
    super(message);
  }
}
