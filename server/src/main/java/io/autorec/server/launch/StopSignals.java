package io.autorec.server.launch;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Handles the signals that end the server. While the server starts, they end it at once; later they
 * start a drain.
 *
 * <p>Shutdown hooks do not work here: ONNX Runtime frees its environment in one, hooks run in any
 * order, and sessions must be closed before. The only other way in the JDK is sun.misc.Signal. It
 * is used by reflection, because javac's warning about its name cannot be suppressed.
 */
final class StopSignals {
  private static final int EXIT_BASE = 128;

  private final CountDownLatch arrived = new CountDownLatch(1);
  private volatile boolean serving;

  private StopSignals() {}

  /**
   * Starts to handle SIGTERM, SIGINT and SIGHUP. Java keeps ignoring a signal that the process was
   * started to ignore, such as SIGHUP under nohup.
   */
  static StopSignals listen() {
    StopSignals signals = new StopSignals();
    signals.handle("TERM", 15);
    signals.handle("INT", 2);
    signals.handle("HUP", 1);
    return signals;
  }

  /** Waits for a signal, which from now on does not end the process by itself. */
  void await() throws InterruptedException {
    serving = true;
    arrived.await();
  }

  private void arrive(int number) {
    if (!serving) {
      // No call has been accepted, and no hook may run while a session opens.
      Runtime.getRuntime().halt(EXIT_BASE + number);
    }
    arrived.countDown();
  }

  private void handle(String name, int number) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object arrive =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      arrive(number);
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> name;
                  });
      Object self = signal.getConstructor(String.class).newInstance(name);
      Object unused = signal.getMethod("handle", signal, handler).invoke(null, self, arrive);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
  }
}
