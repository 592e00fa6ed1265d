package io.autorec.server.batching;

/**
 * Receives the timings of a batcher. The batcher's workers call it, so it must be quick and
 * thread-safe.
 */
public interface BatchListener {
  /** Ignores everything. */
  BatchListener NONE = new BatchListener() {};

  /** A job was taken into a batch after this time in the queue. */
  default void waited(long nanos) {}

  /** A batch was encoded, run and decoded. */
  default void ran(int rows, long encodeNanos, long runNanos, long decodeNanos) {}
}
