package io.autorec.server.launch;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * The signals that end the server: at once while it starts, in an orderly way once it serves.
 *
 * <p>They are not left to shutdown hooks: ONNX Runtime frees its environment in one of its own, and
 * the order of hooks is open, so sessions must be closed before any hook runs. sun.misc.Signal is
 * the JDK's only way to do that; it is reached by reflection since javac warns of its name in a way
 * that cannot be suppressed.
 */
final class StopSignals {
  private static final int EXIT_BASE = 128;

  private final CountDownLatch arrived = new CountDownLatch(1);
  private volatile boolean serving;

  private StopSignals() {}

  /**
   * Begins to listen to SIGTERM, SIGINT and SIGHUP. One that is ignored when the process starts, as
   * SIGHUP is under nohup, stays ignored: Java sees to that.
   */
  static StopSignals listen() {
    StopSignals signals = new StopSignals();
    signals.handle("TERM", 15);
    signals.handle("INT", 2);
    signals.handle("HUP", 1);
    return signals;
  }

  /** Waits for a signal; from now on it does not end the process by itself. */
  void await() throws InterruptedException {
    serving = true;
    arrived.await();
  }

  private void arrive(int number) {
    if (!serving) {
      // Nothing has been promised to anybody, and no hook may run beside a session that opens.
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
