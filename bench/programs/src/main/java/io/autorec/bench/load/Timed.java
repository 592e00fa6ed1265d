package io.autorec.bench.load;

/**
 * The calls counted in a stretch of time.
 *
 * @param tally the calls
 * @param seconds from the first call's start to the last one's end
 */
public record Timed(Tally tally, double seconds) {
  /** Good calls per second. */
  public double rate() {
    return tally.succeeded() / seconds;
  }
}
