package io.autorec.server.endpoint.calls;

import io.grpc.Metadata;

/** Starts traces of calls. Safe for use by several threads. */
@FunctionalInterface
public interface CallTraces extends AutoCloseable {
  /** Traces nothing. */
  CallTraces NONE = (method, headers) -> CallTrace.NONE;

  /**
   * Starts the trace of a call.
   *
   * @param method its full name
   * @param headers may say that it is part of a trace
   */
  CallTrace start(String method, Metadata headers);

  /** Sends what has not been sent. */
  @Override
  default void close() {}
}
