package io.autorec.server.repository.version;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.ranking.RankedItems;
import io.autorec.ranking.RankingHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceListsTest {
  private static final int USERS = 40;
  private static final int ITEMS = 400;

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final Random random = new Random(seed);
  private final UserRatings training = ratings(30);
  private final UserRatings validation = ratings(5);
  private final UserRatings test = ratings(5);
  private final UserRatings unrated = otherItems(5);
  private final RatingHistory history = new RatingHistory(training, validation, test, unrated);
  private final RankingHead head = head();

  private UserRatings ratings(int perUser) {
    int[] starts = new int[USERS + 1];
    int[] items = new int[USERS * perUser];
    float[] values = new float[items.length];
    for (int user = 0; user < USERS; user++) {
      int start = starts[user];
      starts[user + 1] = start + perUser;
      int[] distinct = random.ints(0, ITEMS).distinct().limit(perUser).sorted().toArray();
      System.arraycopy(distinct, 0, items, start, perUser);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 + random.nextInt(5);
    }
    return new UserRatings(starts, items, values);
  }

  /** Items of each user that are not among the training ratings. */
  private UserRatings otherItems(int perUser) {
    int[] starts = new int[USERS + 1];
    int[] items = new int[USERS * perUser];
    for (int user = 0; user < USERS; user++) {
      int of = user;
      int[] others =
          random
              .ints(0, ITEMS)
              .filter(item -> !training.contains(of, item))
              .distinct()
              .limit(perUser)
              .sorted()
              .toArray();
      System.arraycopy(others, 0, items, starts[user], perUser);
      starts[user + 1] = starts[user] + perUser;
    }
    return new UserRatings(starts, items, new float[items.length]);
  }

  private RankingHead head() {
    int perItem = 20;
    int[] starts = IntStream.rangeClosed(0, ITEMS).map(item -> item * perItem).toArray();
    int[] targets = new int[ITEMS * perItem];
    float[] weights = new float[targets.length];
    for (int item = 0; item < ITEMS; item++) {
      int[] distinct = random.ints(0, ITEMS).distinct().limit(perItem).sorted().toArray();
      System.arraycopy(distinct, 0, targets, starts[item], perItem);
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat() - 0.3f;
    }
    return new RankingHead(0.5f, new RatingScale(1, 5), new float[ITEMS], starts, targets, weights);
  }

  private RankedItems ranked(int user) {
    float mean = training.mean();
    UserRatings choices = training.and(unrated.map(unused -> mean));
    float[] scores = head.scores(choices.items(user), choices.ratings(user));
    for (UserRatings part : List.of(training, validation, test, unrated)) {
      for (int item : part.items(user)) {
        scores[item] = RankedItems.LEFT_OUT;
      }
    }
    return RankedItems.best(scores, ChoiceLists.LENGTH);
  }

  private void assertSame(int user, RankedItems list) {
    RankedItems expected = ranked(user);
    assertArrayEquals(expected.items(), list.items(), "user " + user + ", seed " + seed);
    assertArrayEquals(expected.scores(), list.scores(), "user " + user + ", seed " + seed);
  }

  @Test
  void list_isThatOfTheUser_newOrKept() {
    for (int places : new int[] {1, 7, USERS, 1000}) {
      ChoiceLists lists = new ChoiceLists(head, history, places);
      int kept = 0;
      for (int asked = 0; asked < 500; asked++) {
        int user = random.nextInt(USERS);
        RankedItems list = lists.kept(user);
        kept += list == null ? 0 : 1;
        assertSame(user, list == null ? lists.rank(user) : list);
      }
      assertEquals(places >= USERS, kept >= 500 - USERS, kept + " of 500, seed " + seed);
    }
  }

  @Test
  void list_isReplaced_whenAnotherUserHasItsPlace() {
    ChoiceLists lists = new ChoiceLists(head, history, 7);
    assertNull(lists.kept(3));
    lists.rank(3);
    lists.rank(4);
    assertNotNull(lists.kept(3));
    assertNull(lists.kept(10));
    lists.rank(10);
    assertNull(lists.kept(3));
    assertNotNull(lists.kept(4));
  }

  @Test
  void lists_areRight_whenThreadsShareAPlace() throws Exception {
    ChoiceLists lists = new ChoiceLists(head, history, 3);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int number = 0; number < 4; number++) {
      Random own = new Random(seed + number);
      Thread thread =
          new Thread(
              () -> {
                for (int asked = 0; asked < 300; asked++) {
                  int user = own.nextInt(USERS);
                  RankedItems list = lists.kept(user);
                  assertSame(user, list == null ? lists.rank(user) : list);
                }
              });
      thread.setUncaughtExceptionHandler((of, thrown) -> failures.add(thrown));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), failures);
  }
}
