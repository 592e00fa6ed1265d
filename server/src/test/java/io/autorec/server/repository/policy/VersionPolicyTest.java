package io.autorec.server.repository.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import io.autorec.v1.ServingPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionPolicyTest {
  private static VersionPolicy.Choice choose(
      String json, int newest, List<Long> there, Set<Long> bad) throws Exception {
    ServingPolicy.Builder said = ServingPolicy.newBuilder();
    JsonFormat.parser().merge(json, said);
    return new VersionPolicy(said.build(), newest)
        .choose(new TreeSet<>(there), version -> !bad.contains(version));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // of 1 to 6, where 5 is bad
        "{}                                                  | 6     | 6",
        "{\"latest\": 2}                                     | 4 6   | 6",
        "{\"latest\": 9}                                     | 1 2 3 4 6 | 6",
        "{\"all\": true}                                     | 1 2 3 4 6 | 6",
        "{\"versions\": [2, 3, 9]}                           | 2 3   | 3",
        "{\"versions\": [5]}                                 | ``    | 0",
        "{\"withdrawn\": [6]}                                | 4     | 4",
        "{\"withdrawn\": [6, 4, 9]}                          | 3     | 3",
        "{\"labels\": {\"stable\": 2}}                       | 2 6   | 6",
        "{\"labels\": {\"canary\": 6}}                       | 6     | 6",
        "{\"labels\": {\"canary\": 6}, \"versions\": [4]}    | 4 6   | 4",
        "{\"labels\": {\"canary\": 6}, \"versions\": [5]}    | 6     | 0",
        "{\"also\": [1]}                                     | 1 6   | 6",
        "{\"also\": [1], \"withdrawn\": [1]}                 | 6     | 6",
        "{\"all\": true, \"unloaded\": true}                 | ``    | 0",
      })
  void choice_isWhatIsSaid(String json, String versions, long main) throws Exception {
    VersionPolicy.Choice choice = choose(json, 1, List.of(1L, 2L, 3L, 4L, 5L, 6L), Set.of(5L));
    List<Long> expected =
        versions.isEmpty()
            ? List.of()
            : Arrays.stream(versions.split(" ")).map(Long::valueOf).toList();
    assertEquals(expected, List.copyOf(choice.versions()));
    assertEquals(main, choice.main().orElse(0));
  }

  @Test
  void choice_holdsNothingBadOrWithdrawn_andTheNewestThatAreGood() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      List<Long> there = random.longs(6, 1, 12).distinct().boxed().toList();
      Set<Long> bad = new TreeSet<>(random.longs(3, 1, 12).boxed().toList());
      ServingPolicy said =
          ServingPolicy.newBuilder()
              .addAllWithdrawn(random.longs(2, 1, 12).boxed().toList())
              .addAllAlso(random.longs(2, 1, 12).boxed().toList())
              .build();
      int newest = 1 + random.nextInt(3);
      VersionPolicy.Choice choice =
          new VersionPolicy(said, newest)
              .choose(new TreeSet<>(there), version -> !bad.contains(version));
      NavigableSet<Long> able = new TreeSet<>(there);
      able.removeAll(bad);
      able.removeAll(said.getWithdrawnList());
      String what = "seed " + seed + ": " + said + there + bad + choice;
      assertTrue(able.containsAll(choice.versions()), what);
      assertEquals(able.isEmpty() ? 0 : able.last(), choice.main().orElse(0), what);
      List<Long> best = List.copyOf(able.descendingSet()).subList(0, Math.min(newest, able.size()));
      assertTrue(choice.versions().containsAll(best), what);
    }
  }

  @Test
  void choice_loadsNoMoreThanItServes() throws Exception {
    NavigableSet<Long> asked = new TreeSet<>();
    VersionPolicy.Choice choice =
        new VersionPolicy(ServingPolicy.getDefaultInstance(), 2)
            .choose(new TreeSet<>(List.of(1L, 2L, 3L, 4L)), asked::add);
    assertEquals(List.of(3L, 4L), List.copyOf(choice.versions()));
    assertEquals(choice.versions(), asked);
  }
}
