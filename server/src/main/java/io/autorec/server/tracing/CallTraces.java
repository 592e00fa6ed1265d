package io.autorec.server.tracing;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts traces of calls. Safe for use by several threads. */
@FunctionalInterface
public interface CallTraces extends AutoCloseable {
  /** Traces no call. */
  CallTraces NONE = (method, headers) -> CallTrace.NONE;

  /**
   * Starts the trace of a call.
   *
   * @param method the full name of the method
   * @param headers the header values by name; they may make the call part of a trace
   */
  CallTrace start(String method, Function<String, @Nullable String> headers);

  /** Sends the traces that are still waiting. */
  @Override
  default void close() {}
}
