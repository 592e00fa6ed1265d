package io.autorec.bench.load;

import org.jspecify.annotations.Nullable;

/** Begins calls. */
public interface Calls {
  /**
   * Begins a call.
   *
   * @param slot which connection, modulo their number
   * @param number which request, modulo their number
   */
  void send(long slot, long number, Ending ending);

  /** Told once how a call ended, on whatever thread. */
  interface Ending {
    /** A null failure means that the answer is whole. */
    void ended(@Nullable String failure);
  }
}
