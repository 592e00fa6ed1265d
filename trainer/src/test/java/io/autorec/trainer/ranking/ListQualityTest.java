package io.autorec.trainer.ranking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cases worked by hand. */
class ListQualityTest {
  private static final double EXACT = 1e-12;

  // 1 / log2(i + 1) for i = 1, 2, 3, to ten digits.
  private static final double FIRST = 1;
  private static final double SECOND = 0.6309297536;
  private static final double THIRD = 0.5;
  private static final double TEN_DIGITS = 1e-10;

  private static ListQuality of(int top, Set<Integer> relevant, int... items) {
    return ListQuality.of(items, top, relevant::contains, relevant.size());
  }

  @Test
  void of_isOne_whenAllRelevantItemsLead() {
    assertEquals(new ListQuality(1, 1), of(3, Set.of(7, 2), 2, 7, 5));
  }

  @Test
  void of_isZero_whenNothingRelevantIsListed() {
    assertEquals(new ListQuality(0, 0), of(3, Set.of(9), 1, 2, 3));
    assertEquals(new ListQuality(0, 0), of(3, Set.of(9)));
  }

  @Test
  void ndcg_discountsByPlace_whenARelevantItemComesLate() {
    // Relevant at places 1 and 3 of 3; a third relevant item is missed.
    ListQuality quality = of(3, Set.of(4, 6, 8), 4, 5, 6);

    assertEquals(2.0 / 3, quality.recall(), EXACT);
    assertEquals((FIRST + THIRD) / (FIRST + SECOND + THIRD), quality.ndcg(), TEN_DIGITS);
  }

  @Test
  void ndcg_fallsWithThePlace_whileRecallStays() {
    assertEquals(new ListQuality(1, 1), of(3, Set.of(1), 1, 2, 3));
    assertEquals(SECOND, of(3, Set.of(1), 2, 1, 3).ndcg(), TEN_DIGITS);
    assertEquals(THIRD, of(3, Set.of(1), 2, 3, 1).ndcg(), TEN_DIGITS);
    assertEquals(1, of(3, Set.of(1), 2, 3, 1).recall(), EXACT);
  }

  @Test
  void recall_isOverAllRelevantItems_whenTheyAreMoreThanTheList() {
    ListQuality quality = of(2, Set.of(1, 2, 3, 4, 5), 1, 2);

    assertEquals(0.4, quality.recall(), EXACT);
    assertEquals(1, quality.ndcg(), EXACT);
  }

  @Test
  void ndcg_isHeldAgainstTheLengthAskedFor_whenTheListIsShorter() {
    // Two relevant items, room for three, but only one item is left to list.
    ListQuality quality = of(3, Set.of(1, 2), 1);

    assertEquals(0.5, quality.recall(), EXACT);
    assertEquals(FIRST / (FIRST + SECOND), quality.ndcg(), TEN_DIGITS);
  }

  @Test
  void of_refuses_whatCannotBeMeasured() {
    assertThrows(IllegalArgumentException.class, () -> of(3, Set.of(), 1));
    assertThrows(IllegalArgumentException.class, () -> of(1, Set.of(1), 1, 2));
  }
}
