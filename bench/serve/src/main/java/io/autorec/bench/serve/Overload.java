package io.autorec.bench.serve;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * More calls than a server can answer: whether it goes on to answer as many as it can.
 *
 * @param course the loads of the server, whose process is known
 * @param process the server
 * @param calls numbers of calls in flight to find its best with
 */
record Overload(Course course, ProcessHandle process, List<Integer> calls, PrintStream out) {
  /** The share of its best that a server is to answer whatever it is sent. */
  static final double KEPT = 0.9;

  /**
   * Sends a multiple of what can be answered. The best is measured before and after, since the
   * machine may have become slower or faster meanwhile; their mean counts.
   *
   * @param factor how many times as many are sent
   * @return whether the server kept what {@link #KEPT} asks for
   */
  boolean run(double factor) throws IOException, InterruptedException {
    double first = best();
    long before = residentMib();
    Timed over = course.open(first, factor);
    long after = residentMib();
    double best = (first + best()) / 2;
    double kept = over.rate() / best;
    double sent = over.rate() + over.tally().failed() / over.seconds();
    out.printf(
        Locale.ROOT,
        "sent %.1f times the best; goodput %.2f of the best (expected: at least %.2f); the server had %d MiB before"
            + " and %d after%n",
        sent / best,
        kept,
        KEPT,
        before,
        after);
    return kept >= KEPT;
  }

  private double best() throws InterruptedException {
    return course.full(calls, List.of()).best();
  }

  private long residentMib() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow(() -> new IOException("the server has ended"));
  }
}
