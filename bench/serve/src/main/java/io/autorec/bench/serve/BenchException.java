package io.autorec.bench.serve;

/** Why nothing was measured, in one line. */
final class BenchException extends Exception {
  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }
}
