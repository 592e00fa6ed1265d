package io.autorec.server.batching;

/**
 * The share of one call in a batch. {@link #encode}, {@link #decode} and {@link #forget} run on a
 * worker thread, with the buffers of that worker, which are reused.
 *
 * @param <B> a worker's buffers
 * @param <T> the result
 */
public interface Job<B, T> {
  /** The number of rows that it needs, from 1 to the batcher's limit; constant. */
  int rows();

  /** Returns true once nobody waits for the result. */
  boolean cancelled();

  /** The latest useful time of the result, on the batcher's clock; {@code Long.MAX_VALUE}: none. */
  long deadlineNanos();

  /** Writes the input, starting at a row. */
  default void encode(B buffers, int firstRow) {}

  /** Reads the result, starting at a row. */
  T decode(B buffers, int firstRow);

  /** Clears the input; also called after a failed {@link #encode}. Must not throw. */
  default void forget(B buffers, int firstRow) {}
}
