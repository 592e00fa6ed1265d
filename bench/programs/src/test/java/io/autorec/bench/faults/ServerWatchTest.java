package io.autorec.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ServerWatchTest {
  @Test
  void sum_addsTheSeriesOfAllModels() {
    String metrics =
        """
        # TYPE failure untyped
        failure{model="a",reason="BACKEND"} 2
        failure{model="b",reason="BACKEND"} 1.5
        failure{model="b",reason="OTHER"} 40
        failures{model="b",reason="BACKEND"} 80
        """;
    assertEquals(3.5, ServerWatch.sum(metrics, "failure{", "reason=\"BACKEND\""));
    assertEquals(0, ServerWatch.sum(metrics, "none{"));
  }

  @Test
  void isAlarm_whenALineIsAFaultOrOfAStackTrace() {
    assertTrue(ServerWatch.isAlarm("2026-01-01T00:00:00.000Z ERROR a call failed"));
    assertTrue(ServerWatch.isAlarm("\tat java.base/java.lang.Thread.run(Thread.java:840)"));
    assertTrue(ServerWatch.isAlarm("Exception in thread \"main\" java.lang.OutOfMemoryError"));
    assertFalse(ServerWatch.isAlarm("2026-01-01T00:00:00.000Z INFO  serving on port 1"));
  }
}
