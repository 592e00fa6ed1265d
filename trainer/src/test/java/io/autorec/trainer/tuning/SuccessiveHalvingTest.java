package io.autorec.trainer.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SuccessiveHalvingTest {
  private final List<String> trials = new ArrayList<>();

  private OptionalDouble loss(Integer candidate, int epochs) {
    trials.add(candidate + "x" + epochs);
    return OptionalDouble.of(candidate == 4 ? Double.NaN : Math.abs(candidate - 6));
  }

  @Test
  void run_triesTheBestThirdThreeTimesAsLong() {
    List<SuccessiveHalving.Finalist<Integer>> finalists =
        new SuccessiveHalving<>(60, this::loss).run(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9));

    assertEquals(List.of(new SuccessiveHalving.Finalist<>(6, 0)), finalists);
    assertEquals(
        List.of("1x7", "2x7", "3x7", "4x7", "5x7", "6x7", "7x7", "8x7", "9x7"),
        trials.subList(0, 9));
    assertEquals(List.of("6x20", "5x20", "7x20", "6x60"), trials.subList(9, trials.size()));
  }

  @Test
  void run_hasNoFinalist_whenTimeRunsOut() {
    SuccessiveHalving<Integer> halving =
        new SuccessiveHalving<>(
            60,
            (candidate, epochs) ->
                trials.size() < 10 ? loss(candidate, epochs) : OptionalDouble.empty());

    assertEquals(List.of(), halving.run(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9)));
    assertEquals(10, trials.size());
  }

  @Test
  void run_isOneFullTrial_whenThereIsOneCandidate() {
    assertEquals(1, new SuccessiveHalving<>(5, this::loss).run(List.of(2)).size());
    assertEquals(List.of("2x5"), trials);
  }
}
