package io.autorec.server.calls;

/** The calls that get a line in the log. */
public enum LoggedCalls {
  /** No call. */
  NONE,
  /** Calls that do not end with OK. */
  FAILED,
  /** All calls. */
  ALL
}
