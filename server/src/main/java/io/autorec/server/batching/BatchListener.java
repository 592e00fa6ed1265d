package io.autorec.server.batching;

/**
 * Receives the timings of a batcher. The batcher's workers call it, so it must be quick and
 * thread-safe.
 */
public interface BatchListener {
  /** Ignores everything. */
  BatchListener NONE =
      new BatchListener() {
        @Override
        public void waited(long nanos) {}

        @Override
        public void ran(int rows, long encodeNanos, long runNanos, long decodeNanos) {}
      };

  /** A job was taken into a batch after this time in the queue. */
  void waited(long nanos);

  /** A batch was encoded, run and decoded. */
  void ran(int rows, long encodeNanos, long runNanos, long decodeNanos);
}
