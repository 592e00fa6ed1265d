package io.autorec.bench.serve;

import io.autorec.bench.load.BenchException;
import io.autorec.bench.load.Client;
import io.autorec.bench.load.ClosedLoop;
import io.autorec.bench.load.OpenLoop;
import io.autorec.bench.load.Timed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The loads that one server is measured under.
 *
 * @param what its name in the table
 * @param process whose processor time is counted; empty if it is not at hand
 * @param warmUp what comes before each measurement, under the same load
 * @param length of each measurement
 */
record Course(
    String what,
    Client<?, ?> client,
    Optional<ProcessHandle> process,
    Duration warmUp,
    Duration length,
    Table table) {
  private static final int HEATING_CALLS = 16;
  private static final int HEATING_ROUNDS = 3;

  private static final int FULL_CALLS = 64;
  private static final double ABOVE_FULL = 1.25;
  private static final int LASTING = 3;

  /** Enough for a change of the rate alone. */
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private record Sample(Timed timed, Measurement line) {}

  private interface Load {
    Timed run(Duration length) throws InterruptedException;
  }

  /**
   * A server's process.
   *
   * @param option that named it
   * @throws BenchException if there is none
   */
  static ProcessHandle process(String option, long pid) throws BenchException {
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new BenchException(option + ": " + pid + ": no such process"));
  }

  /** Has the server compile what the calls need, before anything is measured. */
  void heat() throws InterruptedException {
    Timed unused = ClosedLoop.run(client, HEATING_CALLS, warmUp.multipliedBy(HEATING_ROUNDS));
  }

  /** Measures numbers of calls in flight, then numbers of streams; what was found, by number. */
  Verdict.Full full(List<Integer> calls, List<Integer> streams) throws InterruptedException {
    Map<Integer, Timed> called = new LinkedHashMap<>();
    for (int number : calls) {
      called.put(number, calls(number));
    }
    Map<Integer, Timed> streamed = new LinkedHashMap<>();
    for (int number : streams) {
      streamed.put(number, measure(number(number, "stream"), time -> client.streams(number, time)));
    }
    return new Verdict.Full(called, streamed);
  }

  /** Measures a number of calls in flight. */
  Timed calls(int number) throws InterruptedException {
    return measure(number(number, "call"), time -> ClosedLoop.run(client, number, time));
  }

  /** So many things. */
  static String number(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /**
   * Measures a fixed rate.
   *
   * @param best calls per second at which the server is full
   * @param share part of it to send
   */
  Timed open(double best, double share) throws InterruptedException {
    return open(best * share, Math.round(share * 100) + "% of best");
  }

  /**
   * Looks for the highest rate that the server holds, below a little more than it reaches with many
   * calls in flight. Its line, "held", is of a load that lasts; there is none if no rate is held.
   *
   * @param limitMillis what 99 of 100 latencies may reach
   */
  void held(int limitMillis) throws InterruptedException {
    heat();
    Course steps = new Course(what, client, process, SETTLING, length, table);
    double most = steps.calls(FULL_CALLS).rate() * ABOVE_FULL;
    Deque<Sample> lasting = new ArrayDeque<>();
    OptionalDouble rate =
        new HeldRate(limitMillis)
            .find(
                most,
                steps::open,
                each -> {
                  lasting.add(
                      steps.sample(
                          time -> new OpenLoop(client).run(each, time.multipliedBy(LASTING))));
                  return lasting.getLast().timed();
                });
    if (rate.isPresent()) {
      table.line(what, "held", lasting.getLast().line());
    }
  }

  /** Measures a number of calls per second. */
  Timed open(double rate) throws InterruptedException {
    return open(rate, Math.round(rate) + " per s");
  }

  private Timed open(double rate, String load) throws InterruptedException {
    return measure(load, time -> new OpenLoop(client).run(rate, time));
  }

  private Timed measure(String load, Load calls) throws InterruptedException {
    Sample sample = sample(calls);
    table.line(what, load, sample.line());
    return sample.timed();
  }

  private Sample sample(Load calls) throws InterruptedException {
    Timed unused = calls.run(warmUp);
    Optional<Duration> before = cpu();
    Timed timed = calls.run(length);
    Optional<Duration> after = cpu();
    long ended = timed.tally().succeeded() + timed.tally().failed();
    OptionalDouble cpuMicros =
        before.isPresent() && after.isPresent()
            ? OptionalDouble.of(after.get().minus(before.get()).toNanos() / 1e3 / ended)
            : OptionalDouble.empty();
    return new Sample(timed, Measurement.of(timed.rate(), timed.tally(), cpuMicros));
  }

  /** The processor time of the process and of those that it started. */
  private Optional<Duration> cpu() {
    return process.flatMap(
        handle ->
            Stream.concat(Stream.of(handle), handle.descendants())
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .reduce(Duration::plus));
  }
}
