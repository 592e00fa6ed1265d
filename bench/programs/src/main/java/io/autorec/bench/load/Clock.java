package io.autorec.bench.load;

import java.util.concurrent.locks.LockSupport;

/** A clock, and a way to wait for a time. */
interface Clock {
  /** The machine's clock. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void awaitNanos(long time) {
          for (long left = time - nanos(); left > 0; left = time - nanos()) {
            LockSupport.parkNanos(left);
          }
        }
      };

  /** The time in nanoseconds, as {@link System#nanoTime}. */
  long nanos();

  /** Waits until a time; returns at once if it has passed. */
  void awaitNanos(long time);
}
