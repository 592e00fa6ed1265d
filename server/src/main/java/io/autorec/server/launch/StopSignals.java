package io.autorec.server.launch;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * The signals that end the server.
 *
 * <p>They are not left to shutdown hooks: ONNX Runtime frees its environment in one of its own, and
 * the order of hooks is open, so sessions must be closed before any hook runs. sun.misc.Signal is
 * the JDK's only way to do that; it is reached by reflection since javac warns of its name in a way
 * that cannot be suppressed.
 */
enum StopSignals {
  TERM,
  INT;

  /** Releases a latch when the signal comes, instead of ending the process. */
  void release(CountDownLatch latch) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object release =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      latch.countDown();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> name();
                  });
      Object self = signal.getConstructor(String.class).newInstance(name());
      Object unused = signal.getMethod("handle", signal, handler).invoke(null, self, release);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
  }
}
