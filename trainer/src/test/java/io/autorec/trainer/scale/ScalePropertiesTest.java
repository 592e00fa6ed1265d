package io.autorec.trainer.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.RatingScale;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the scale of a file is, whatever its rows are. */
class ScalePropertiesTest {
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();

  @Provide
  Arbitrary<KnownScale> knownScales() {
    return Arbitraries.of(KnownScale.ALL);
  }

  /** A file of a known scale that lacks one end has that scale, or its own extremes. */
  @Property(tries = 200)
  void read_recognisesAScale_thatLacksAnEnd(
      @ForAll("knownScales") KnownScale known, @ForAll boolean lacksLowest, @ForAll Random random)
      throws IOException {
    List<Float> values = values(known);
    values.remove(lacksLowest ? 0 : values.size() - 1);
    if (values.size() < 2) {
      return;
    }
    RatingScale extremes = new RatingScale(values.get(0), values.get(values.size() - 1));
    boolean isAnotherKnown =
        KnownScale.ALL.stream().anyMatch(other -> other.scale().equals(extremes));
    boolean bringsZero = known.scale().contains(0) && !extremes.contains(0);
    boolean isRecognised = values.size() >= 7 && !isAnotherKnown && !bringsZero;
    ScaleChoice choice = read(values, random, DEFAULTS);
    assertEquals(isRecognised ? known.scale() : extremes, choice.scale());
    assertEquals(
        isRecognised ? ScaleChoice.Origin.RECOGNISED : ScaleChoice.Origin.EXTREMES,
        choice.origin());
    assertEquals(extremes.min(), choice.lowest());
    assertEquals(extremes.max(), choice.highest());
  }

  @Property(tries = 100)
  void read_keepsTheExtremes_ofAWholeScale(
      @ForAll("knownScales") KnownScale known, @ForAll Random random) throws IOException {
    List<Float> all = values(known);
    List<Float> values = new ArrayList<>(all.subList(1, all.size() - 1));
    Collections.shuffle(values, random);
    values = new ArrayList<>(values.subList(0, random.nextInt(values.size() + 1)));
    values.add(all.get(0));
    values.add(all.get(all.size() - 1));
    ScaleChoice choice = read(values, random, DEFAULTS);
    assertEquals(known.scale(), choice.scale());
    assertEquals(ScaleChoice.Origin.EXTREMES, choice.origin());
  }

  /** Any numbers: the scale holds them all, and is wider by a step at most. */
  @Property(tries = 200)
  void read_widensAScale_byNoMoreThanAStep(@ForAll Random random) throws IOException {
    float unit = new float[] {1, 10, 0.5f, 0.1f, 0.25f}[random.nextInt(5)];
    int first = random.nextInt(12) - 3;
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(12); i++) {
      values.add(Math.round((first + i) * unit * 100) / 100f);
    }
    ScaleChoice choice = read(values, random, DEFAULTS);
    float widest = choice.step() * 1.001f;
    assertTrue(choice.lowest() - choice.scale().min() <= widest, choice.toString());
    assertTrue(choice.scale().max() - choice.highest() <= widest, choice.toString());
    assertTrue(choice.scale().contains(choice.lowest()), choice.toString());
    assertTrue(choice.scale().contains(choice.highest()), choice.toString());
    assertEquals(
        choice.lowest() <= 0 && choice.highest() >= 0, choice.scale().contains(0), values + "");
  }

  @Property(tries = 100)
  void read_takesTheGivenScale_whateverTheRatings(@ForAll Random random) throws IOException {
    RatingScale given = new RatingScale(-random.nextInt(20) - 0.5f, 1 + random.nextInt(20));
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      values.add(given.clip(random.nextInt(40) - 20));
    }
    values.add(given.min() + 0.25f);
    values.add(given.max());
    ReadOptions options = DEFAULTS.toBuilder().scale(given).build();
    assertEquals(given, read(values, random, options).scale());
    assertEquals(given, ScaleChoice.parse(ScaleChoice.option(given)));
  }

  private static List<Float> values(KnownScale known) {
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      values.add(Math.round((known.scale().min() + i * known.step()) * 10) / 10f);
    }
    return values;
  }

  /** The scale of a file in which each value occurs. */
  private static ScaleChoice read(List<Float> values, Random random, ReadOptions options)
      throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 2 * values.size(); i++) {
      rows.add("%d;%d;%s".formatted(i, i % 2, values.get(i % values.size())));
    }
    Collections.shuffle(rows, random);
    Path file = Files.createTempFile("scale", ".csv");
    try {
      Files.writeString(file, String.join("\n", rows) + "\n");
      return RatingsReader.read(file, options).scale();
    } finally {
      Files.delete(file);
    }
  }
}
