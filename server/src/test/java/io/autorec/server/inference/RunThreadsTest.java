package io.autorec.server.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RunThreadsTest {
  @Test
  void of_isByTheWeightsThatARunReads() {
    RunThreads threads = new RunThreads(1, 2);
    assertEquals(1, threads.of(0));
    assertEquals(1, threads.of(8_388_608));
    assertEquals(2, threads.of(8_388_609));
    assertEquals(2, threads.of(1L << 40));
  }

  @Test
  void of_isAsAsked_forGraphsOfEachSize() {
    assertEquals(3, RunThreads.always(3).of(0));
    assertEquals(3, RunThreads.always(3).of(1L << 40));
  }

  @Test
  void threads_areOneAtLeast() {
    assertThrows(IllegalArgumentException.class, () -> new RunThreads(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new RunThreads(1, 0));
  }
}
