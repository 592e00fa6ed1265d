package io.autorec.bench.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.RankBy;
import io.autorec.v1.RatingScale;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FuzzCallsTest {
  private static final ServedModel MODEL =
      new ServedModel(
          ModelRef.newBuilder().setName("m").setVersion(1).build(),
          true,
          Orientation.ORIENTATION_USER,
          RatingScale.newBuilder().setMin(1).setMax(5).build(),
          Set.of(RankBy.RANK_BY_CHOICE, RankBy.RANK_BY_PREDICTED_RATING),
          RankBy.RANK_BY_CHOICE,
          List.of("u0", "u1"),
          List.of("a", "b", "c"));

  private static FuzzCalls calls(long seed) {
    return new FuzzCalls(seed, new ValidRequests(List.of(MODEL)), FuzzMethod.served(), false);
  }

  @Test
  void call_isTheSame_whenSeedAndNumberAre() {
    for (long number : new long[] {0, 7, 99_999}) {
      FuzzCall once = calls(1).call(number);
      FuzzCall again = calls(1).call(number);
      assertEquals(
          once.text() + once.hex() + once.terms(), again.text() + again.hex() + again.terms());
    }
    assertNotEquals(calls(1).call(3).hex(), calls(2).call(3).hex());
  }

  @Test
  void calls_areOfAllMethodsAndTerms() {
    Set<String> methods = new HashSet<>();
    Set<FuzzCall.Packing> packings = new HashSet<>();
    long cancelled = 0;
    long timed = 0;
    long without = 0;
    for (int number = 0; number < 1000; number++) {
      FuzzCall call = calls(1).call(number);
      methods.add(call.method().name());
      packings.add(call.terms().packing());
      cancelled += call.terms().cancelled() ? 1 : 0;
      timed += call.terms().timed() ? 1 : 0;
      without += call.messages().isEmpty() ? 1 : 0;
    }
    assertEquals(FuzzMethod.served().size() + FuzzMethod.besides().size(), methods.size());
    assertEquals(Set.of(FuzzCall.Packing.values()), packings);
    assertTrue(
        cancelled > 50 && timed > 50 && without > 5, cancelled + " " + timed + " " + without);
  }
}
