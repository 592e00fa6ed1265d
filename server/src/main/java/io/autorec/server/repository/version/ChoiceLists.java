package io.autorec.server.repository.version;

import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.ranking.RankedItems;
import io.autorec.ranking.RankingHead;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Ranks items by choice, and keeps the lists of known users: a list comes from the training ratings
 * and the choices without a rating, which do not change while the version is loaded. A kept list
 * costs a copy, a new one tens of microseconds.
 *
 * <p>What is kept is bounded. A list has at most {@value #LENGTH} items. There is a place for each
 * user, but for no more users than fit in {@value #MOST_BYTES} bytes. Users whose positions differ
 * by a multiple of the number of places share one, and the user who was asked for last has it.
 *
 * <p>Safe for use by several threads, without locks. Two threads that ask for the same user at the
 * same time may both compute the list.
 */
public final class ChoiceLists {
  /** The most items of a list. */
  public static final int LENGTH = 256;

  private static final int MOST_BYTES = 64 << 20;

  /** An item and its score, for each of the list; and the objects and references around them. */
  private static final int BYTES_PER_LIST = LENGTH * (Integer.BYTES + Float.BYTES) + 96;

  private final RankingHead head;
  private final RatingHistory history;
  private final UserRatings choices;
  // INVARIANT: the list at a place is of the user that it names, and never changes.
  private final AtomicReferenceArray<@Nullable Kept> places;

  private record Kept(int user, RankedItems list) {}

  ChoiceLists(RankingHead head, RatingHistory history) {
    this(head, history, MOST_BYTES / BYTES_PER_LIST);
  }

  /** Makes lists with room for those of some users. */
  ChoiceLists(RankingHead head, RatingHistory history, int mostPlaces) {
    this.head = head;
    this.history = history;
    this.choices = history.choices();
    int users = history.training().users();
    this.places = new AtomicReferenceArray<>(Math.max(1, Math.min(users, mostPlaces)));
  }

  /** Returns the head that scores items for anyone. */
  public RankingHead head() {
    return head;
  }

  /** Returns what known users chose: their training ratings, and the choices without a rating. */
  public UserRatings choices() {
    return choices;
  }

  /** Returns the list of a user if it is kept. */
  public @Nullable RankedItems kept(int user) {
    Kept kept = places.get(user % places.length());
    return kept == null || kept.user != user ? null : kept.list;
  }

  /**
   * Computes and keeps the list of a user: the best items by what they chose, without those that
   * they rated or chose in any part of the data. A list of fewer than {@value #LENGTH} items is all
   * that there are.
   */
  public RankedItems rank(int user) {
    float[] scores = head.scores(choices.items(user), choices.ratings(user));
    history.forEachItem(user, item -> scores[item] = RankedItems.LEFT_OUT);
    RankedItems list = RankedItems.best(scores, LENGTH);
    places.set(user % places.length(), new Kept(user, list));
    return list;
  }
}
