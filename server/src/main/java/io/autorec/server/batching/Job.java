package io.autorec.server.batching;

/**
 * One call's share of a batch. {@link #encode}, {@link #decode} and {@link #forget} run on a worker
 * thread, with the buffers of that worker, which are reused.
 *
 * @param <B> a worker's buffers
 * @param <T> the result
 */
public interface Job<B, T> {
  /** Rows it takes, from 1 to the batcher's limit; constant. */
  int rows();

  /** Whether nobody waits for the result any more. */
  boolean cancelled();

  /** When the result stops being useful, on the batcher's clock; {@code Long.MAX_VALUE}: never. */
  long deadlineNanos();

  /** Writes the input from a row on. */
  void encode(B buffers, int firstRow);

  /** Reads the result from a row on. */
  T decode(B buffers, int firstRow);

  /** Leaves the input clean again; also called after a failed {@link #encode}. Must not throw. */
  void forget(B buffers, int firstRow);
}
