package io.autorec.bench.serve;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints lines as they are measured, and their medians. */
final class Table {
  private static final int WIDTH = 8;

  private final PrintStream out;
  private final String head;
  private final String numbers;
  private final Map<Key, List<Measurement>> printed = new LinkedHashMap<>();

  private record Key(String what, String load) {}

  /** With room for the names of this project's own servers. */
  Table(PrintStream out) {
    this(out, WIDTH);
  }

  /**
   * @param width most characters of a name
   */
  Table(PrintStream out, int width) {
    this.out = out;
    String names = "%-" + Math.max(WIDTH, width) + "s %-16s ";
    this.head = names + "%10s %9s %9s %9s %9s %9s %8s %8s%n";
    this.numbers = names + "%10.0f %9.3f %9.3f %9.3f %9s %9s %8s %8.0f%n";
  }

  void head() {
    out.printf(
        head,
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
   * @param what the server
   * @param load what it was asked
   */
  void line(String what, String load, Measurement measured) {
    printed.computeIfAbsent(new Key(what, load), key -> new ArrayList<>()).add(measured);
    print(what, load, measured);
  }

  /** Adds the medians of the lines so far: one for each server and load, in their first order. */
  void medians() {
    out.println("medians:");
    printed.forEach((key, lines) -> print(key.what(), key.load(), Measurement.median(lines)));
  }

  private void print(String what, String load, Measurement measured) {
    out.printf(
        Locale.ROOT,
        numbers,
        what,
        load,
        measured.rate(),
        measured.p50(),
        measured.p99(),
        measured.p999(),
        known("%.3f", measured.lateP99()),
        known("%.3f", measured.lateMax()),
        known("%.0f", measured.cpuMicros()),
        measured.failed());
    measured.failure().ifPresent(reason -> out.println("         first failure: " + reason));
  }

  private static String known(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
