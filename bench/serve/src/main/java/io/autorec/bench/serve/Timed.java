package io.autorec.bench.serve;

/**
 * What was counted in a stretch of time.
 *
 * @param tally the calls
 * @param seconds from the first call's start to the last one's end
 */
record Timed(Tally tally, double seconds) {
  /** Good calls per second. */
  double rate() {
    return tally.succeeded() / seconds;
  }
}
