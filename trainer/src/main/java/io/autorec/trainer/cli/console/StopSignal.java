package io.autorec.trainer.cli.console;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C, SIGTERM and a closed terminal into a flag, which long-running work checks now and
 * then. A second signal ends the process at once.
 */
public final class StopSignal {
  private static final int EXIT_BASE = 128;

  /**
   * The time in which further signals are ignored: a shell and a process group may both pass on one
   * Ctrl-C.
   */
  private static final long IGNORED_AFTER_FIRST_NANOS = 500_000_000;

  private final AtomicBoolean listening = new AtomicBoolean();
  private final AtomicInteger number = new AtomicInteger();
  private volatile long firstNanos;

  /** Begins to listen. */
  public static StopSignal listen() {
    StopSignal stop = new StopSignal();
    stop.begin();
    return stop;
  }

  /**
   * Begins to listen when it is first asked. Until then, while the ratings are read, a signal ends
   * the process: there is nothing to keep.
   */
  public static StopSignal listenWhenAsked() {
    return new StopSignal();
  }

  private void begin() {
    if (listening.compareAndSet(false, true)) {
      handle("INT", 2);
      handle("TERM", 15);
      handle("HUP", 1);
    }
  }

  private void arrived(int signal) {
    if (number.compareAndSet(0, signal)) {
      firstNanos = System.nanoTime();
    } else if (System.nanoTime() - firstNanos > IGNORED_AFTER_FIRST_NANOS) {
      Runtime.getRuntime().halt(EXIT_BASE + signal);
    }
  }

  /**
   * Registers with sun.misc.Signal: the JDK has no other way to handle a signal without ending. It
   * uses reflection, because javac's warning about that class cannot be suppressed.
   */
  private void handle(String name, int signal) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerClass.getClassLoader(),
              new Class<?>[] {handlerClass},
              (proxy, method, arguments) -> {
                arrived(signal);
                return null;
              });
      signalClass
          .getMethod("handle", signalClass, handlerClass)
          .invoke(null, signalClass.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no signal handling in this JVM", e);
    }
  }

  /** Returns true once a signal has arrived. */
  public boolean isStopped() {
    begin();
    return number.get() != 0;
  }

  /** The shell's exit status for the signal: 130, 143 or 129. */
  public int exitStatus() {
    return EXIT_BASE + number.get();
  }
}
