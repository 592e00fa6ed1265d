package io.autorec.bench.load;

/** Why nothing was measured, in one line. */
public final class BenchException extends Exception {
  private static final long serialVersionUID = 1;

  public BenchException(String message) {
    super(message);
  }
}
