package io.autorec.bench.serve;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * More calls than a server can answer: whether it goes on to answer as many as it can.
 *
 * @param course the loads of the server, whose process is known
 * @param process the server
 */
record Overload(Course course, ProcessHandle process, PrintStream out) {
  /** The share of its best that a server is to answer whatever it is sent. */
  static final double KEPT = 0.9;

  /**
   * Sends a multiple of what can be answered.
   *
   * @param best calls per second that the server answers at most
   * @param factor how many times as many are sent
   * @return whether the server kept what {@link #KEPT} asks for
   */
  boolean run(double best, double factor) throws IOException, InterruptedException {
    long before = residentMib();
    Timed over = course.open(best, factor);
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
        residentMib());
    return kept >= KEPT;
  }

  private long residentMib() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow(() -> new IOException("the server has ended"));
  }
}
