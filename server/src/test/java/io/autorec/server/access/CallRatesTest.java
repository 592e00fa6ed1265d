package io.autorec.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallRatesTest {
  private static final long TENTH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final AtomicLong now = new AtomicLong(17);
  private final CallRates rates = new CallRates(10, now::get);

  private int calls(String caller) {
    int calls = 0;
    while (rates.tryCall(caller) == 0) {
      calls++;
    }
    return calls;
  }

  @Test
  void tryCall_allowsOneSecondsCallsAtOnce_thenAsManyAsTheTimeAllows() {
    assertEquals(10, calls("a"));
    assertEquals(TENTH_NANOS, rates.tryCall("a"));

    now.addAndGet(TENTH_NANOS - 1);
    assertEquals(0, calls("a"));
    now.addAndGet(1);
    assertEquals(1, calls("a"));

    // However long it was quiet, a second's calls.
    now.addAndGet(50 * TENTH_NANOS);
    assertEquals(10, calls("a"));
  }

  @Test
  void tryCall_countsEachCallerAlone() {
    assertEquals(10, calls("a"));
    assertEquals(10, calls("b"));
  }

  @Test
  void delay_isWhenTheCallsMayBeMade() {
    assertEquals(0, rates.delay("a", 10));
    assertEquals(TENTH_NANOS, rates.delay("a", 1));
    assertEquals(3 * TENTH_NANOS, rates.delay("a", 2));
    assertTrue(rates.tryCall("a") > 3 * TENTH_NANOS);
  }

  @Test
  void callers_areForgotten_whenTheyStayAway() {
    for (int caller = 0; caller < 1000; caller++) {
      assertEquals(0, rates.tryCall("caller " + caller));
    }
    assertEquals(1000, rates.callers());
    now.addAndGet(TimeUnit.SECONDS.toNanos(61));
    assertEquals(0, rates.tryCall("a"));
    assertEquals(1, rates.callers());
  }

  @Test
  void callers_areBounded_whenAllCallAtOnce() {
    for (int caller = 0; caller < 150_000; caller++) {
      assertEquals(0, rates.tryCall("caller " + caller));
    }
    assertTrue(rates.callers() <= 100_000);
  }
}
