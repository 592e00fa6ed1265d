package io.autorec.server.batching;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * Time as a batcher knows it, in nanoseconds; as System.nanoTime, only differences mean anything.
 */
public interface NanoClock {
  /** The machine's clock. */
  NanoClock SYSTEM =
      new NanoClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // The caller loops.
        public void await(Lock lock, Condition condition, long nanos) throws InterruptedException {
          // Not Object.wait, which waits for whole milliseconds.
          long unusedLeft = condition.awaitNanos(nanos);
        }
      };

  /** Now. */
  long nanos();

  /**
   * Waits until signalled, or until the time is over, or for no reason.
   *
   * @param lock the condition's, which the caller holds
   * @param nanos at least 1
   */
  void await(Lock lock, Condition condition, long nanos) throws InterruptedException;
}
