package io.autorec.bench.load;

import java.util.concurrent.locks.LockSupport;

/** What time it is, and how to wait for another. */
interface Clock {
  /** The machine's. */
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

  /** As {@link System#nanoTime}. */
  long nanos();

  /** Returns at a time, at once if it has passed. */
  void awaitNanos(long time);
}
