package io.autorec.bench.serve;

import io.autorec.bench.load.Timed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rates and latencies of what scores items, alone.
 *
 * @param what the network, or the ranking head
 * @param bestRows rows per second, at its best batch
 * @param bestBatch that batch
 * @param oneRowMillis median time for one row
 * @param fitRows rows that are fitted per second before they are a row of the network; infinite
 *     where that takes nothing
 * @param fitMillis median time for that
 */
record Parts(
    String what,
    double bestRows,
    int bestBatch,
    double oneRowMillis,
    double fitRows,
    double fitMillis) {
  static final String NETWORK = "network";
  static final String HEAD = "head";

  /** The parts of calls that a ranking head answers, without a graph. */
  static Parts ofHead(Timed sums) {
    return new Parts(HEAD, sums.rate(), 1, sums.tally().millis(50), Double.POSITIVE_INFINITY, 0);
  }

  /**
   * @param batches rows in a batch; the first is 1
   * @param runs [batches], each run counted as a call
   * @param fits null where nothing is fitted
   */
  static Parts of(List<Integer> batches, List<Timed> runs, @Nullable Timed fits) {
    int best = 0;
    for (int i = 1; i < runs.size(); i++) {
      if (rows(batches, runs, i) > rows(batches, runs, best)) {
        best = i;
      }
    }
    return new Parts(
        NETWORK,
        rows(batches, runs, best),
        batches.get(best),
        runs.get(0).tally().millis(50),
        fits == null ? Double.POSITIVE_INFINITY : fits.rate(),
        fits == null ? 0 : fits.tally().millis(50));
  }

  private static double rows(List<Integer> batches, List<Timed> runs, int index) {
    return runs.get(index).rate() * batches.get(index);
  }

  /** Returns true if users are fitted. */
  boolean fits() {
    return fitMillis > 0;
  }

  /** Rows per second of all parts one after the other, with a transport of so many a second. */
  double boundWith(double transport) {
    return 1 / (1 / bestRows + 1 / fitRows + 1 / transport);
  }

  /** Names the parts. */
  String words() {
    return fits() ? "(" + what + " + fit)" : what;
  }
}
