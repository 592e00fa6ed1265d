package io.autorec.bench.fuzz.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RawStreamTest {
  @Test
  void rawStreams_areOfAllKinds_andTheSameAgain() {
    Set<RawStream.Kind> kinds = new HashSet<>();
    for (int number = 0; number < 200; number++) {
      RawStream stream = RawStream.of(1, number);
      kinds.add(stream.kind());
      assertTrue(Arrays.equals(stream.bytes(), RawStream.of(1, number).bytes()));
    }
    assertEquals(Set.of(RawStream.Kind.values()), kinds);
  }
}
