package io.autorec.bench.serve;

import io.autorec.bench.load.Timed;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server beside its parts.
 *
 * @param parts the network alone, and what comes before it
 * @param echo the transport alone
 * @param server the server
 * @param half the server at half of its best rate
 * @param echoHalf the transport alone at the same rate
 */
record Verdict(Parts parts, Full echo, Full server, Timed half, Timed echoHalf) {
  private static final int BUSY = 64;
  private static final double GRAPH_TIMES = 2.5;
  private static final double TAIL_TIMES = 5;

  /**
   * As fast as it goes.
   *
   * @param calls by calls in flight
   * @param streams by streams
   */
  record Full(Map<Integer, Timed> calls, Map<Integer, Timed> streams) {
    /** Most calls per second. */
    double best() {
      return calls.values().stream().mapToDouble(Timed::rate).max().orElse(0);
    }
  }

  /** The text; what was not measured is left out. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%s alone: best %.0f rows/s, at batch %d; one row %.3f ms%n",
            parts.what(), parts.bestRows(), parts.bestBatch(), parts.oneRowMillis()));
    if (parts.fits()) {
      text.append(
          format("fit alone: %.0f rows/s; one row %.3f ms%n", parts.fitRows(), parts.fitMillis()));
    }
    efficiency(text, BUSY + " calls", echo.calls().get(BUSY), server.calls().get(BUSY));
    server.streams().entrySet().stream()
        .max(Comparator.comparingDouble(entry -> entry.getValue().rate()))
        .ifPresent(best -> streams(text, best.getKey(), best.getValue()));
    @Nullable Timed echoIdle = echo.calls().get(1);
    @Nullable Timed idle = server.calls().get(1);
    if (echoIdle != null && idle != null) {
      latency(text, echoIdle, idle.tally().millis(50));
    }
    return text.toString();
  }

  private void efficiency(
      StringBuilder text, String load, @Nullable Timed transport, @Nullable Timed served) {
    if (transport != null && served != null) {
      double bound = parts.boundWith(transport.rate());
      text.append(
          format(
              "efficiency at %s: %.2f = %.0f / %.0f per s%n",
              load, served.rate() / bound, served.rate(), bound));
    }
  }

  private void streams(StringBuilder text, int number, Timed served) {
    String load = Course.number(number, "stream");
    efficiency(text, load, echo.streams().get(number), served);
    if (server.best() > 0) {
      text.append(
          format(
              "%s: %.2f of the best of calls = %.0f / %.0f per s%n",
              load, served.rate() / server.best(), served.rate(), server.best()));
    }
  }

  private void latency(StringBuilder text, Timed echoIdle, double p50) {
    double bound =
        GRAPH_TIMES * (parts.oneRowMillis() + parts.fitMillis()) + echoIdle.tally().millis(50);
    text.append(
        format(
            "unloaded p50: %.3f ms, %.2f of %.1f x %s + echo = %.3f ms%n",
            p50, p50 / bound, GRAPH_TIMES, parts.words(), bound));
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

  private static String late(Timed timed) {
    return format(
        "sent late by %.3f ms (p99), %.3f ms (most)",
        timed.tally().lateMillis(99), timed.tally().lateMillis(100));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
