package io.autorec.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RatingHistoryTest {
  private static final float[] VALUES = {-10, -0.5f, 0, 0.5f, 3, 5};

  @Property(tries = 200)
  void bytes_giveTheSameRatingsBack_whateverTheyAre(
      @ForAll @IntRange(min = 1, max = 20) int users,
      @ForAll @IntRange(min = 1, max = 300) int items,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    RatingHistory history =
        new RatingHistory(
            ratings(random, users, items),
            ratings(random, users, items),
            ratings(random, users, items));

    RatingHistory read = RatingHistory.fromBytes(history.toBytes(), users, items);

    assertSame(history.training(), read.training());
    assertSame(history.validation(), read.validation());
    assertSame(history.test(), read.test());
  }

  @Property(tries = 200)
  void bytes_giveTheChoicesWithoutARatingBack_andAreAsBeforeIfThereAreNone(
      @ForAll @IntRange(min = 1, max = 300) int items, @ForAll long seed) throws Exception {
    Random random = new Random(seed);
    UserRatings all = ratings(random, 5, items);
    UserRatings none = UserRatings.none(5);
    UserRatings unrated = all.map(rating -> 0);
    RatingHistory history = new RatingHistory(none, none, none, unrated);

    RatingHistory read = RatingHistory.fromBytes(history.toBytes(), 5, items);
    assertSame(unrated, read.unrated());
    assertSame(unrated, read.choices());

    byte[] without = new RatingHistory(all, none, none).toBytes();
    assertArrayEquals(without, new RatingHistory(all, none, none, none).toBytes());
    assertSame(none, RatingHistory.fromBytes(without, 5, items).unrated());
    assertSame(all, RatingHistory.fromBytes(without, 5, items).choices());
  }

  @Test
  void choices_areTheRatings_andTheMeanForChoicesWithoutOne() {
    float mean = 10 / 3f;
    UserRatings training =
        new UserRatings(new int[] {0, 2, 2, 3}, new int[] {1, 4, 0}, new float[] {3, 5, 2});
    UserRatings chosen = new UserRatings(new int[] {0, 2, 3, 3}, new int[] {0, 5, 2}, new float[3]);
    RatingHistory history =
        new RatingHistory(training, UserRatings.none(3), UserRatings.none(3), chosen);

    assertSame(
        new UserRatings(
            new int[] {0, 4, 5, 6},
            new int[] {0, 1, 4, 5, 2, 0},
            new float[] {mean, 3, 5, mean, mean, 2}),
        history.choices());
    StringBuilder items = new StringBuilder();
    history.forEachItem(0, items::append);
    assertEquals("1405", items.toString());
    assertThrows(IllegalArgumentException.class, () -> training.and(training));
  }

  @Test
  void bytes_areRefused_whenAnItemLiesOutsideTheVocabulary() {
    UserRatings one = new UserRatings(new int[] {0, 1}, new int[] {7}, new float[] {3});
    UserRatings none = new UserRatings(new int[] {0, 0}, new int[0], new float[0]);
    byte[] bytes = new RatingHistory(one, none, none).toBytes();

    assertThrows(ModelFormatException.class, () -> RatingHistory.fromBytes(bytes, 1, 7));
  }

  @Property(tries = 200)
  void aStream_isReadAsTheBytesAre_toWhereTheFileEnds(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int items) throws Exception {
    Random random = new Random(seed);
    RatingHistory history =
        new RatingHistory(
            ratings(random, 5, items), ratings(random, 5, items), ratings(random, 5, items));
    byte[] bytes = history.toBytes();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 100);

    RatingHistory read =
        RatingHistory.read(new ByteArrayInputStream(longer), bytes.length, 5, items);

    assertSame(history.training(), read.training());
    assertSame(history.test(), read.test());
  }

  @Property(tries = 200)
  void bytes_areRefused_whereverTheyAreCutOff(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes =
        new RatingHistory(ratings(random, 5, 50), ratings(random, 5, 50), ratings(random, 5, 50))
            .toBytes();
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));

    assertThrows(ModelFormatException.class, () -> RatingHistory.fromBytes(cut, 5, 50));
  }

  @Test
  void bytes_areRefused_whenAFieldIsOfAnotherType() {
    byte[] text = {1 << 3 | 2, 1, 'x'};

    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> RatingHistory.fromBytes(text, 1, 1));
    assertEquals("ratings.pb: format version 0 (expected: 1)", String.valueOf(e.getMessage()));
  }

  @Test
  void bytes_areRefused_whenAListOfFloatsHasAPartOfOne() {
    byte[] part = {2 << 3 | 2, 7, 3 << 3 | 2, 5, 0, 0, 0, 0, 1};

    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> RatingHistory.fromBytes(part, 0, 1));
    assertEquals(
        "ratings.pb: damaged at byte 8 (expected: a file as autorec-trainer writes it)",
        String.valueOf(e.getMessage()));
  }

  @Property(tries = 200)
  void bytes_neverGiveAnythingButARefusalOrAHistory_whenDamaged(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 10_000) int at, @ForAll byte value)
      throws Exception {
    byte[] bytes =
        new RatingHistory(
                ratings(new Random(seed), 5, 50),
                ratings(new Random(seed + 1), 5, 50),
                ratings(new Random(seed + 2), 5, 50))
            .toBytes();
    bytes[at % bytes.length] = value;
    try {
      assertEquals(5, RatingHistory.fromBytes(bytes, 5, 50).training().users());
    } catch (ModelFormatException refused) {
      // The other good outcome.
    }
  }

  private static void assertSame(UserRatings expected, UserRatings found) {
    assertEquals(expected.users(), found.users());
    assertArrayEquals(
        IntStream.rangeClosed(0, expected.users()).map(expected::start).toArray(),
        IntStream.rangeClosed(0, found.users()).map(found::start).toArray());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.item(i), found.item(i));
      assertEquals(expected.rating(i), found.rating(i));
    }
  }

  private static UserRatings ratings(Random random, int users, int items) {
    int[] starts = new int[users + 1];
    int[] positions = new int[users * items];
    float[] values = new float[users * items];
    int size = 0;
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < items; item++) {
        if (random.nextInt(4) == 0) {
          positions[size] = item;
          values[size++] = VALUES[random.nextInt(VALUES.length)];
        }
      }
      starts[user + 1] = size;
    }
    return new UserRatings(starts, Arrays.copyOf(positions, size), Arrays.copyOf(values, size));
  }
}
