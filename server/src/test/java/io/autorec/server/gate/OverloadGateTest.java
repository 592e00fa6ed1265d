package io.autorec.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limiter.AbstractLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OverloadGateTest {
  private static final Duration TARGET = Duration.ofMillis(100);

  private final AtomicLong now = new AtomicLong();
  private final OverloadGate gate = new OverloadGate(TARGET, 10, 100, now::get);
  private final AbstractLimiter<Void> limiter = gate.limiter("Predict").orElseThrow();

  /** Lets as many calls in as may be, all of which take so long; how many those were. */
  private int callsOf(Duration length) {
    List<Limiter.Listener> calls = new ArrayList<>();
    limiter.acquire(null).ifPresent(calls::add);
    while (calls.size() < limiter.getLimit()) {
      calls.add(limiter.acquire(null).orElseThrow());
    }
    assertTrue(limiter.acquire(null).isEmpty());
    now.addAndGet(length.toNanos());
    calls.forEach(Limiter.Listener::onSuccess);
    return calls.size();
  }

  @Test
  void limit_startsAtTheMost() {
    assertEquals(100, callsOf(Duration.ofMillis(1)));
    assertEquals(100, callsOf(Duration.ofMillis(1)));
  }

  @Test
  void limit_falls_whenCallsTakeLongerThanTheTarget_butNotBelowTheLeast() {
    for (int i = 0; i < 40; i++) {
      int unused = callsOf(TARGET.multipliedBy(3));
    }
    assertEquals(10, callsOf(TARGET.multipliedBy(3)));
  }

  @Test
  void methods_areLimitedApart() {
    for (int i = 0; i < 40; i++) {
      int unused = callsOf(TARGET.multipliedBy(3));
    }
    assertEquals(100, gate.limiter("Recommend").orElseThrow().getLimit());
  }

  @Test
  void nothingIsLimited_whenThereIsNoTarget() {
    assertTrue(new OverloadGate(Duration.ZERO, 10, 100).limiter("Predict").isEmpty());
  }
}
