package io.autorec.server.batching;

/**
 * One call's share of a batch. Every method but {@link #rows}, {@link #cancelled} and {@link
 * #deadlineNanos} runs on the worker thread only, since buffers are reused.
 *
 * @param <T> the result
 */
public interface Job<T> {
  /** Rows it takes, from 1 to the batcher's limit; constant. */
  int rows();

  /** Whether nobody waits for the result any more. */
  boolean cancelled();

  /** When the result stops being useful, on the batcher's clock; {@code Long.MAX_VALUE}: never. */
  long deadlineNanos();

  /** Writes the input from a row on. */
  void encode(int firstRow);

  /** Reads the result from a row on. */
  T decode(int firstRow);

  /** Leaves the input clean again; also called after a failed {@link #encode}. Must not throw. */
  void forget(int firstRow);
}
