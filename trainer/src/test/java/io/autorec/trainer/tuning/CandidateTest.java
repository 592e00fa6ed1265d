package io.autorec.trainer.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.settings.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CandidateTest {
  @Property(tries = 500)
  void draw_staysAroundTheStart(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.5, max = 5_000) double lambda,
      @ForAll Centering centering) {
    Candidate candidate = Candidate.draw(lambda, centering, new Random(seed));
    assertEquals(centering, candidate.centering());
    // Rounded to three digits.
    assertTrue(candidate.weightDecay() >= 0.994 * lambda / 4, candidate.toString());
    assertTrue(candidate.weightDecay() <= 1.006 * lambda * 4, candidate.toString());
    assertTrue(candidate.learningRate() >= 0.0007 && candidate.learningRate() <= 0.00301);
    assertTrue(List.of(250, 500, 700).contains(candidate.hiddenUnits()));
    assertTrue(List.of(64, 128, 256).contains(candidate.batchSize()));
    assertTrue(candidate.inputExponent() >= 0 && candidate.inputExponent() <= 0.7);
    assertEquals(candidate, Candidate.draw(lambda, centering, new Random(seed)));
  }

  /** Training by the file of options gives what the search measured. */
  @Property(tries = 500)
  void options_sayExactlyWhatWasTried(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 5_000) double lambda) {
    Candidate candidate = Candidate.draw(lambda, Centering.BIAS, new Random(seed));
    Map<String, String> options = candidate.options();
    assertEquals(candidate.weightDecay(), number(options, "wd"));
    assertEquals(candidate.learningRate(), number(options, "lr"));
    assertEquals(candidate.hiddenUnits(), number(options, "ksize"));
    assertEquals(candidate.batchSize(), number(options, "batch"));
    assertEquals(candidate.inputExponent(), number(options, "input-exponent"));
    assertEquals(candidate.maskEncoder(), Boolean.parseBoolean(options.get("mask-encoder")));
    assertEquals("bias", options.get("centering"));
    assertEquals(7, options.size());
  }

  private static double number(Map<String, String> options, String name) {
    return Double.parseDouble(options.getOrDefault(name, "missing"));
  }

  @Test
  void applyTo_changesTheseSettings_andLeavesTheOthers() {
    Candidate candidate = new Candidate(Centering.NONE, 33, 0.002, 250, 64, 0.3, false);
    TrainingSettings start = TrainingSettings.builder().epochs(7).patience(7).seed(5).build();
    assertEquals(
        TrainingSettings.builder()
            .epochs(7)
            .patience(7)
            .seed(5)
            .centering(Centering.NONE)
            .weightDecay(33.0)
            .learningRate(0.002)
            .hiddenUnits(250)
            .batchSize(64)
            .inputExponent(0.3)
            .maskEncoder(false)
            .build(),
        candidate.applyTo(start));
  }

  @Test
  void options_haveThreeDigits() {
    Candidate candidate = new Candidate(Centering.NONE, 33.3, 0.00123, 250, 64, 0.3, false);
    assertEquals("33.3", candidate.options().get("wd"));
    assertEquals("0.00123", candidate.options().get("lr"));
  }
}
