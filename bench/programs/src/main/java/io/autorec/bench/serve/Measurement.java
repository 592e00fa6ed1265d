package io.autorec.bench.serve;

import io.autorec.bench.load.Tally;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A line of the table. What is unknown is NaN.
 *
 * @param rate rows or calls per second
 * @param p50 milliseconds that half of the good calls did not exceed; the other percentiles alike
 * @param lateP99 milliseconds by which 99% of the calls were sent late at most
 * @param lateMax the same of all calls
 * @param cpuMicros processor time of the server for a call
 * @param failed calls that failed
 * @param failure why the first of them did
 */
record Measurement(
    double rate,
    double p50,
    double p99,
    double p999,
    double lateP99,
    double lateMax,
    double cpuMicros,
    double failed,
    Optional<String> failure) {

  /**
   * Sums up a tally.
   *
   * @param cpuMicros empty if it is unknown
   */
  static Measurement of(double rate, Tally tally, OptionalDouble cpuMicros) {
    return new Measurement(
        rate,
        tally.millis(50),
        tally.millis(99),
        tally.millis(99.9),
        tally.lateMillis(99),
        tally.lateMillis(100),
        cpuMicros.orElse(Double.NaN),
        tally.failed(),
        tally.failure());
  }

  /**
   * The median of each number by itself, in which the unknown counts as the greatest; but all that
   * failed, and the first failure.
   */
  static Measurement median(List<Measurement> measured) {
    return new Measurement(
        median(measured, Measurement::rate),
        median(measured, Measurement::p50),
        median(measured, Measurement::p99),
        median(measured, Measurement::p999),
        median(measured, Measurement::lateP99),
        median(measured, Measurement::lateMax),
        median(measured, Measurement::cpuMicros),
        measured.stream().mapToDouble(Measurement::failed).sum(),
        measured.stream().flatMap(each -> each.failure().stream()).findFirst());
  }

  private static double median(List<Measurement> measured, ToDoubleFunction<Measurement> number) {
    double[] sorted = measured.stream().mapToDouble(number).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
