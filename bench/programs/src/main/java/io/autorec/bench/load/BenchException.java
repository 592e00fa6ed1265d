package io.autorec.bench.load;

/** The reason why a program cannot measure, in one line. */
public final class BenchException extends Exception {
  private static final long serialVersionUID = 1;

  /** A reason. */
  public BenchException(String message) {
    super(message);
  }
}
