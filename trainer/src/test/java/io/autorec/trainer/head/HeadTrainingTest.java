package io.autorec.trainer.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.foldin.Codes;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.ranking.RankingHead;
import io.autorec.trainer.ranking.UserScorer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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

  @Test
  void fit_learnsFromChoicesWithoutARating_asFromTheMeanRating() {
    // All ratings are 4. Now nobody says how they liked the items of odd position.
    UserRatings rated = withItems(training(), true);
    UserRatings others = withItems(training(), false);
    RatingHistory known = new RatingHistory(rated.and(others), NONE, NONE);
    RatingHistory chosen = new RatingHistory(rated, NONE, NONE, others.map(rating -> 0));
    RatingHistory dropped = new RatingHistory(rated, NONE, NONE);

    float[] expected = scoresOfItem15(known);
    assertArrayEquals(expected, scoresOfItem15(chosen));
    assertTrue(expected[17] > 0.01);
    assertTrue(scoresOfItem15(dropped)[17] < 0.01);
  }

  private static float[] scoresOfItem15(RatingHistory history) {
    return fit(history).scores(new int[] {15}, new float[] {4});
  }

  private static RankingHead fit(RatingHistory history) {
    return HeadTraining.fit(
            history, ITEMS, new RatingScale(1, 5), Optional.empty(), null, 1, item -> {})
        .head();
  }

  private static UserRatings withItems(UserRatings ratings, boolean even) {
    int[] starts = new int[USERS + 1];
    int[] items = new int[ratings.size()];
    float[] values = new float[ratings.size()];
    int count = 0;
    for (int user = 0; user < USERS; user++) {
      for (int i = ratings.start(user); i < ratings.start(user + 1); i++) {
        if ((ratings.item(i) % 2 == 0) == even) {
          items[count] = ratings.item(i);
          values[count++] = ratings.rating(i);
        }
      }
      starts[user + 1] = count;
    }
    return new UserRatings(starts, Arrays.copyOf(items, count), Arrays.copyOf(values, count));
  }

  /** Users choose by chance, more often the items in front: none has a taste. */
  @Test
  void fit_addsPopularity_whenInteractionsFollowNothingElse() {
    int users = 600;
    int items = 80;
    Random random = new Random(3);
    UserRatings training = popular(users, items, 12, random);
    UserRatings validation = popular(users, items, 3, random);
    UserRatings none = new UserRatings(new int[users + 1], new int[0], new float[0]);

    assertTrue(largestPrior(training, validation, items) > 0.01);
    assertTrue(fit(training, validation, items).settings().countsPopularity());
    assertFalse(fit(training, none, items).settings().countsPopularity());
    // Too few interactions to choose on, or none, leave a prior that only breaks ties.
    assertTrue(largestPrior(training, popular(users, items, 1, random), items) < 1e-4);
    assertTrue(largestPrior(training, none, items) < 1e-4);
  }

  private static TrainedHead fit(UserRatings training, UserRatings validation, int items) {
    RatingHistory history =
        new RatingHistory(
            training,
            validation,
            new UserRatings(new int[training.users() + 1], new int[0], new float[0]));
    return HeadTraining.fit(
        history, items, new RatingScale(0, 1), Optional.empty(), null, 1, item -> {});
  }

  private static float largestPrior(UserRatings training, UserRatings validation, int items) {
    TrainedHead fitted = fit(training, validation, items);
    assertTrue(fitted.byChoice());
    float largest = 0;
    for (float prior : fitted.head().scores(new int[0], new float[0])) {
      largest = Math.max(largest, prior);
    }
    return largest;
  }

  /** Each user's choices: distinct items, those in front more often. */
  private static UserRatings popular(int users, int items, int each, Random random) {
    int[] starts = new int[users + 1];
    int[] chosen = new int[users * each];
    float[] ratings = new float[chosen.length];
    Arrays.fill(ratings, 1);
    for (int user = 0; user < users; user++) {
      Set<Integer> own = new TreeSet<>();
      while (own.size() < each) {
        own.add((int) (items * Math.pow(random.nextDouble(), 3)));
      }
      int at = user * each;
      for (int item : own) {
        chosen[at++] = item;
      }
      starts[user + 1] = at;
    }
    return new UserRatings(starts, chosen, ratings);
  }
}
