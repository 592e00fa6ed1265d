package io.autorec.bench.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.bench.load.Tally;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class TableTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Table table = new Table(new PrintStream(out, true, UTF_8));
  private final Tally tally = new Tally();

  @Test
  void line_standsBelowItsHead_whenAllIsKnown() {
    tally.succeed(1_500_000);
    tally.sentLate(250_000);
    table.head();
    table.line("server", "50% of best", Measurement.of(1234.4, tally, OptionalDouble.of(87.6)));
    List<String> head = words(0);
    List<String> line = words(1);
    assertEquals("1234", line.get(head.indexOf("per s")));
    assertEquals("1.500", line.get(head.indexOf("p99 ms")));
    assertEquals("0.250", line.get(head.indexOf("late p99")));
    assertEquals("0.250", line.get(head.indexOf("late max")));
    assertEquals("88", line.get(head.indexOf("CPU us")));
    assertEquals("0", line.get(head.indexOf("failed")));
    assertEquals(lines().get(0).length(), lines().get(1).length());
  }

  @Test
  void line_hasADash_whenSomethingIsUnknown() {
    tally.succeed(1_000_000);
    table.head();
    table.line("network", "batch 1", Measurement.of(10, tally, OptionalDouble.empty()));
    assertEquals("-", words(1).get(words(0).indexOf("late p99")));
    assertEquals("-", words(1).get(words(0).indexOf("late max")));
    assertEquals("-", words(1).get(words(0).indexOf("CPU us")));
  }

  @Test
  void line_tellsTheFirstFailure_whenCallsFailed() {
    tally.fail(7, "UNAVAILABLE: gone");
    table.line("echo", "4 calls", Measurement.of(0, tally, OptionalDouble.empty()));
    assertEquals("7", words(0).get(words(0).size() - 1));
    assertEquals("first failure: UNAVAILABLE: gone", lines().get(1).strip());
  }

  @Test
  void medians_areOfEachNumberByItself_forEachServerAndLoad() {
    table.line("a", "1 call", measured(30, 1));
    table.line("b", "1 call", measured(7, 7));
    table.line("a", "1 call", measured(10, 3));
    table.line("a", "1 call", measured(20, 2));
    table.line("b", "1 call", measured(5, 9));
    table.medians();
    assertEquals("medians:", lines().get(5));
    assertEquals(List.of("a", "1 call", "20", "2.000"), words(6).subList(0, 4));
    assertEquals(List.of("b", "1 call", "6", "8.000"), words(7).subList(0, 4));
    assertEquals(8, lines().size());
  }

  @Test
  void medians_tellAllFailures_andCountARoundWithoutAGoodCallAsTheSlowest() {
    tally.fail(7, "UNAVAILABLE: gone");
    table.line("a", "1 call", measured(10, 2));
    table.line("a", "1 call", Measurement.of(0, tally, OptionalDouble.empty()));
    table.line("a", "1 call", measured(30, 3));
    table.medians();
    List<String> median = words(5);
    assertEquals(List.of("a", "1 call", "10", "3.000"), median.subList(0, 4));
    assertEquals("7", median.get(median.size() - 1));
    assertEquals("first failure: UNAVAILABLE: gone", lines().get(6).strip());
  }

  private static Measurement measured(double rate, double millis) {
    return new Measurement(
        rate, millis, millis, millis, millis, millis, millis, 0, Optional.empty());
  }

  private List<String> lines() {
    return out.toString(UTF_8).lines().toList();
  }

  private List<String> words(int line) {
    return Arrays.asList(lines().get(line).strip().split(" {2,}"));
  }
}
