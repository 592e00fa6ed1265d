package io.autorec.trainer.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.foldin.Codes;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.trainer.ranking.UserScorer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeadTrainingTest {
  private static final int USERS = 40;
  private static final int ITEMS = 20;
  private static final UserRatings NONE =
      new UserRatings(new int[USERS + 1], new int[0], new float[0]);

  /** Even users rate the first five items, odd users the last five. */
  private static UserRatings training() {
    int[] starts = new int[USERS + 1];
    int[] items = new int[USERS * 5];
    float[] ratings = new float[items.length];
    for (int i = 0; i < items.length; i++) {
      int user = i / 5;
      items[i] = (user % 2 == 0 ? 0 : 15) + i % 5;
      ratings[i] = 4;
      starts[user + 1] = i + 1;
    }
    return new UserRatings(starts, items, ratings);
  }

  /** Every user gives one item a 5. */
  private static UserRatings everyoneLikes(int item) {
    int[] starts = new int[USERS + 1];
    int[] items = new int[USERS];
    float[] ratings = new float[USERS];
    for (int user = 0; user < USERS; user++) {
      starts[user + 1] = user + 1;
      items[user] = item;
      ratings[user] = 5;
    }
    return new UserRatings(starts, items, ratings);
  }

  private static UserScorer favouring(int item) {
    float[] scores = new float[ITEMS];
    scores[item] = 1;
    return UserScorer.same(scores);
  }

  private static TrainedHead fit(
      UserRatings validation, Optional<Codes> codes, UserScorer predicted) {
    return HeadTraining.fit(
        new RatingHistory(training(), validation, NONE),
        ITEMS,
        new RatingScale(1, 5),
        codes,
        predicted,
        1,
        item -> {});
  }

  @Test
  void fit_ranksByPredictedRating_whenThatFindsMoreOfTheValidationPart() {
    // Nobody rated item 12 in training: no weight leads to it.
    assertFalse(fit(everyoneLikes(12), Optional.empty(), favouring(12)).byChoice());
  }

  @Test
  void fit_ranksByChoice_whenNeitherOrderIsClearlyBetter() {
    // The weights lead even users to no item that they like, and so do equal scores.
    UserScorer worst = UserScorer.same(new float[ITEMS]);
    assertTrue(fit(everyoneLikes(19), Optional.empty(), worst).byChoice());
    assertTrue(fit(NONE, Optional.empty(), favouring(12)).byChoice());
  }

  @Test
  void fit_takesTheDefaultShareOfCodes_whereNothingIsBetter_andNoneWithoutCodes() {
    Codes codes = new Codes(new float[ITEMS], 1);
    assertEquals(
        HeadSettings.DEFAULT.codeShare(),
        fit(NONE, Optional.of(codes), favouring(1)).settings().codeShare());
    assertEquals(0, fit(NONE, Optional.empty(), favouring(1)).settings().codeShare());
  }

  @Test
  void fit_ranksTheItemsOfLikeUsersFirst() {
    float[] scores =
        fit(NONE, Optional.empty(), favouring(1))
            .head()
            .scores(new int[] {15, 16}, new float[] {5, 5});
    for (int item = 0; item < ITEMS; item++) {
      if (item >= 17) {
        assertTrue(scores[item] > 0.01, "item " + item);
      } else if (item < 15) {
        assertTrue(scores[item] < 0.01, "item " + item);
      }
    }
  }
}
