package io.autorec.examples;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM as a request to end in good order. */
@FunctionalInterface
interface Interrupts {

  /** The longest that the process waits for its work to end, as a reader may take nothing. */
  Duration GRACE = Duration.ofSeconds(5);

  /** Calls stop when the process is told to end. The process then waits until work has ended. */
  Work begin(Runnable stop);

  /** Those of this process. The JVM exits with 130 after Ctrl-C, whatever the program returns. */
  static Work ofProcess(Runnable stop) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              try {
                boolean unused = ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> {
      ended.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The hook is what made the work end.
      }
    };
  }

  /** Work that ends before the process does. */
  interface Work {
    void end();
  }
}
