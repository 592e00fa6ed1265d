package io.autorec.server.batching;

import java.util.concurrent.TimeUnit;

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
        public void await(Object monitor, long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.timedWait(monitor, nanos);
        }
      };

  /** Now. */
  long nanos();

  /**
   * Waits on a monitor that the caller holds, until notified or until the time is over.
   *
   * @param nanos at least 1
   */
  void await(Object monitor, long nanos) throws InterruptedException;
}
