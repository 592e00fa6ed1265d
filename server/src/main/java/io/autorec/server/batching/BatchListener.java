package io.autorec.server.batching;

/** Is told what a batcher does, by its workers: quickly, and from several threads. */
public interface BatchListener {
  /** Cares for nothing. */
  BatchListener NONE =
      new BatchListener() {
        @Override
        public void waited(long nanos) {}

        @Override
        public void ran(int rows, long encodeNanos, long runNanos, long decodeNanos) {}
      };

  /** A job was taken into a batch, after such a time in the queue. */
  void waited(long nanos);

  /** A batch has been run: its rows written, the model run, and the answers made. */
  void ran(int rows, long encodeNanos, long runNanos, long decodeNanos);
}
