package io.autorec.bench.serve;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server beside its parts.
 *
 * @param bestRows rows per second of the network alone, at its best batch
 * @param bestBatch that batch
 * @param oneRowMillis median time of the network alone for one row
 * @param echo the transport alone, by calls in flight
 * @param server the server, by calls in flight
 * @param half the server at half of its best rate
 * @param echoHalf the transport alone at the same rate
 */
record Verdict(
    double bestRows,
    int bestBatch,
    double oneRowMillis,
    Map<Integer, Timed> echo,
    Map<Integer, Timed> server,
    Timed half,
    Timed echoHalf) {
  private static final int BUSY = 64;
  private static final double GRAPH_TIMES = 2.5;
  private static final double TAIL_TIMES = 5;

  /** The text; what was not measured is left out. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "network alone: best %.0f rows/s, at batch %d; one row %.3f ms%n",
            bestRows, bestBatch, oneRowMillis));
    Timed echoBusy = echo.get(BUSY);
    Timed busy = server.get(BUSY);
    if (echoBusy != null && busy != null) {
      double bound = 1 / (1 / bestRows + 1 / echoBusy.rate());
      text.append(
          format(
              "efficiency at %d calls: %.2f = %.0f / %.0f calls/s%n",
              BUSY, busy.rate() / bound, busy.rate(), bound));
    }
    @Nullable Timed echoIdle = echo.get(1);
    @Nullable Timed idle = server.get(1);
    if (echoIdle != null && idle != null) {
      double p50 = idle.tally().millis(50);
      double bound = GRAPH_TIMES * oneRowMillis + echoIdle.tally().millis(50);
      text.append(
          format(
              "unloaded p50: %.3f ms, %.2f of %.1f x network + echo = %.3f ms%n",
              p50, p50 / bound, GRAPH_TIMES, bound));
      double p99 = half.tally().millis(99);
      text.append(
          format(
              "p99 at 50%% of best: %.3f ms, %.2f of %.0f x unloaded p50 = %.3f ms; %s%n",
              p99, p99 / (TAIL_TIMES * p50), TAIL_TIMES, TAIL_TIMES * p50, late(half)));
      text.append(
          format(
              "p99 of the echo at that rate: %.3f ms; %s%n",
              echoHalf.tally().millis(99), late(echoHalf)));
    }
    return text.toString();
  }

  private static String late(Timed timed) {
    return format(
        "sent late by %.3f ms (p99), %.3f ms (most)",
        timed.tally().lateMillis(99), timed.tally().lateMillis(100));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
