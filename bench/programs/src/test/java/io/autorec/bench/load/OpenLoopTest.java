package io.autorec.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A hundred calls a second: one is due every 10 ms. */
final class OpenLoopTest {
  private static final double RATE = 100;
  private static final Duration LENGTH = Duration.ofMillis(50);
  private static final double MICRO = 1e-3;

  private final FakeClock clock = new FakeClock();
  private final long start = clock.nanos();
  private final List<Long> sentMillis = new ArrayList<>();

  @Test
  void run_sendsEachCallWhenItIsDue_whenNothingStalls() throws InterruptedException {
    List<Long> slots = new ArrayList<>();
    Timed timed =
        run(
            (slot, number, ending) -> {
              slots.add(slot);
              assertEquals(slot, number);
              ending.ended(null);
            });
    assertEquals(List.of(0L, 10L, 20L, 30L, 40L), sentMillis);
    assertEquals(LongStream.range(0, 5).boxed().toList(), slots);
    assertEquals(5, timed.tally().succeeded());
    assertEquals(0, timed.tally().lateMillis(100), MICRO);
    assertEquals(0.040, timed.seconds(), 1e-9);
  }

  @Test
  void run_countsALatencyFromWhenTheCallWasDue_whenTheGeneratorStalls()
      throws InterruptedException {
    Timed timed =
        run(
            (slot, number, ending) -> {
              if (number == 1) {
                clock.advance(Duration.ofMillis(25));
              }
              ending.ended(null);
            });
    // Due at 10 and answered at 35, due at 20 and sent at 35, due at 30 and sent at 35.
    assertEquals(List.of(0L, 10L, 35L, 35L, 40L), sentMillis);
    assertEquals(25, timed.tally().millis(100), 0.1);
    assertEquals(5, timed.tally().millis(60), 0.1);
  }

  @Test
  void run_tellsHowLateItWas_whenTheGeneratorStalls() throws InterruptedException {
    Timed timed =
        run(
            (slot, number, ending) -> {
              if (number == 1) {
                clock.advance(Duration.ofMillis(25));
              }
              ending.ended(null);
            });
    // The calls were late by 0, 0, 15, 5 and 0 ms.
    assertEquals(15, timed.tally().lateMillis(100), 0.1);
    assertEquals(5, timed.tally().lateMillis(80), 0.1);
    assertEquals(0, timed.tally().lateMillis(60), MICRO);
  }

  @Test
  void run_isNotLate_whenTheServerStalls() throws InterruptedException {
    List<Calls.Ending> waiting = new ArrayList<>();
    Timed timed =
        run(
            (slot, number, ending) -> {
              waiting.add(ending);
              if (number == 4) {
                clock.advance(Duration.ofMillis(7));
                waiting.forEach(each -> each.ended(null));
              }
            });
    assertEquals(List.of(0L, 10L, 20L, 30L, 40L), sentMillis);
    assertEquals(0, timed.tally().lateMillis(100), MICRO);
    assertEquals(47, timed.tally().millis(100), 0.1);
    assertEquals(7, timed.tally().millis(20), 0.1);
  }

  @Test
  void run_isNotLate_whenItWaitsForCallsInFlight() throws InterruptedException {
    List<Calls.Ending> waiting = new ArrayList<>();
    Semaphore free =
        new Semaphore(1) {
          @Override
          public void acquire() throws InterruptedException {
            clock.advance(Duration.ofMillis(15));
            waiting.remove(0).ended(null);
            super.acquire();
          }
        };
    Timed timed =
        new OpenLoop(
                (slot, number, ending) -> {
                  sent();
                  if (number == 0) {
                    waiting.add(ending);
                  } else {
                    ending.ended(null);
                  }
                },
                clock,
                free)
            .run(RATE, LENGTH);
    // The call due at 10 was held until 25, and with it the one due at 20.
    assertEquals(List.of(0L, 25L, 25L, 30L, 40L), sentMillis);
    assertEquals(0, timed.tally().lateMillis(100), MICRO);
    assertEquals(25, timed.tally().millis(100), 0.1);
  }

  @Test
  void run_countsTheRestAsFailed_whenItIsAsFarBehindAsItIsLong() throws InterruptedException {
    Timed timed =
        run(
            (slot, number, ending) -> {
              if (number == 1) {
                clock.advance(Duration.ofMillis(61));
              }
              ending.ended(null);
            });
    assertEquals(List.of(0L, 10L), sentMillis);
    assertEquals(2, timed.tally().succeeded());
    assertEquals(3, timed.tally().failed());
    assertEquals("never sent: the server is too far behind", timed.tally().failure().orElseThrow());
  }

  @Test
  void run_countsAFailureAndNoLatency_whenACallFails() throws InterruptedException {
    Timed timed =
        run((slot, number, ending) -> ending.ended(number == 2 ? "UNAVAILABLE: gone" : null));
    assertEquals(4, timed.tally().succeeded());
    assertEquals(1, timed.tally().failed());
    assertEquals("UNAVAILABLE: gone", timed.tally().failure().orElseThrow());
  }

  private Timed run(Calls calls) throws InterruptedException {
    Calls noted =
        (slot, number, ending) -> {
          sent();
          calls.send(slot, number, ending);
        };
    return new OpenLoop(noted, clock, new Semaphore(8)).run(RATE, LENGTH);
  }

  private void sent() {
    sentMillis.add((clock.nanos() - start) / 1_000_000);
  }
}
