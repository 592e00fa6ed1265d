package io.autorec.bench.serve;

import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalDouble;

/** Prints lines as they are measured. */
final class Table {
  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  void head() {
    out.printf(
        Locale.ROOT,
        "%-8s %-16s %10s %9s %9s %9s %9s %9s %8s %8s%n",
        "what",
        "load",
        "per s",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "late p99",
        "late max",
        "CPU us",
        "failed");
  }

  /**
   * Adds a line.
   *
   * @param rate rows or calls per second
   * @param cpuMicros processor time of the server for a call; empty if unknown
   */
  void line(String what, String load, double rate, Tally tally, OptionalDouble cpuMicros) {
    out.printf(
        Locale.ROOT,
        "%-8s %-16s %10.0f %9.3f %9.3f %9.3f %9s %9s %8s %8d%n",
        what,
        load,
        rate,
        tally.millis(50),
        tally.millis(99),
        tally.millis(99.9),
        known("%.3f", tally.lateMillis(99)),
        known("%.3f", tally.lateMillis(100)),
        known("%.0f", cpuMicros.orElse(Double.NaN)),
        tally.failed());
    tally.failure().ifPresent(reason -> out.println("         first failure: " + reason));
  }

  private static String known(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
