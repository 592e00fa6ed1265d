package io.autorec.trainer.cli;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C and SIGTERM as a flag that the training loop looks at between batches. A second signal
 * ends the process at once.
 */
@SuppressWarnings("sunapi") // The JDK has no other way to answer SIGTERM without ending.
final class StopSignal {
  private static final int EXIT_BASE = 128;

  private final AtomicInteger number = new AtomicInteger();

  /** Begins to listen. */
  static StopSignal listen() {
    StopSignal stop = new StopSignal();
    for (String name : new String[] {"INT", "TERM"}) {
      sun.misc.Signal.handle(
          new sun.misc.Signal(name),
          signal -> {
            if (!stop.number.compareAndSet(0, signal.getNumber())) {
              Runtime.getRuntime().halt(EXIT_BASE + signal.getNumber());
            }
          });
    }
    return stop;
  }

  /** Whether a signal has come. */
  boolean isStopped() {
    return number.get() != 0;
  }

  /** The shell's exit status for the signal: 130 or 143. */
  int exitStatus() {
    return EXIT_BASE + number.get();
  }
}
