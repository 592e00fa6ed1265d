package io.autorec.server.answer.ranking;

import io.autorec.model.RatingScale;
import io.autorec.ranking.RankedItems;
import io.autorec.server.request.RecommendQuery;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Chooses the best items that one Recommend may show. */
public final class ItemChoice {
  /** Items in the pool of a diverse list, for each item of the list. */
  private static final int POOL_PER_ITEM = 5;

  private static final int MIN_POOL = 100;

  private final RecommendQuery query;
  private final RatingScale scale;
  private final Rated rated;
  private final int[] candidates;

  /** Items that a user has rated. */
  @FunctionalInterface
  public interface Rated {
    /** Passes on each item, maybe twice. */
    void forEach(IntConsumer item);
  }

  /**
   * The best items that may be shown. They are one more than asked for if there is another page. A
   * diverse list is chosen from all of them.
   *
   * @param items best first
   * @param worst the score of relevance 0 in a diverse list
   * @param best the score of relevance 1
   */
  public record Pool(RankedItems items, float worst, float best) {}

  /**
   * Prepares the choice.
   *
   * @param rated the items to leave out unless the query includes rated items
   */
  public ItemChoice(RecommendQuery query, RatingScale scale, Rated rated) {
    this.query = query;
    this.scale = scale;
    this.rated = rated;
    this.candidates = query.candidates().ascending();
  }

  /** The items whose scores are needed, ascending; empty: all items. */
  public int[] candidates() {
    return candidates;
  }

  /** The scores of the candidates, from those of all items. */
  public float[] ofCandidates(float[] all) {
    return candidates.length == 0 ? all : at(candidates, all);
  }

  /** The scores of some candidates, from those of all candidates. */
  public float[] of(int[] items, float[] scores) {
    int[] indexes = items.clone();
    Arrays.setAll(indexes, i -> index(items[i]));
    return at(indexes, scores);
  }

  /** The scores at some places. */
  public static float[] at(int[] indexes, float[] scores) {
    float[] chosen = new float[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      chosen[i] = scores[indexes[i]];
    }
    return chosen;
  }

  /**
   * Ranks the items whose predicted ratings are in the bounds of the query.
   *
   * @param scores the scores of the candidates; they are changed
   * @param predicted their predicted ratings; may be the same array
   */
  public Pool best(float[] scores, float[] predicted) {
    if (!query.allowsAll()) {
      for (int index = 0; index < scores.length; index++) {
        if (!query.allows(scale.clip(predicted[index]))) {
          scores[index] = RankedItems.LEFT_OUT;
        }
      }
    }
    return best(scores);
  }

  /**
   * Ranks the items of a query without bounds.
   *
   * @param scores the scores of the candidates; they are changed
   */
  public Pool best(float[] scores) {
    if (!query.includeRated()) {
      rated.forEach(item -> leaveOut(scores, item));
    }
    query.excluded().positions().forEach(item -> leaveOut(scores, item));
    BitSet shown = query.page().shown();
    RankedItems first =
        isSpreadByChoice() && !shown.isEmpty() ? RankedItems.best(scores, wanted()) : null;
    shown.stream().forEach(item -> leaveOut(scores, item));
    RankedItems best = RankedItems.best(scores, wanted());
    Pool pool = pool(best, first == null ? best : first);
    if (candidates.length > 0) {
      Arrays.setAll(best.items(), i -> candidates[best.items()[i]]);
    }
    return pool;
  }

  private boolean isSpreadByChoice() {
    return query.byChoice() && query.diversity() > 0;
  }

  /**
   * Makes the pool. Scores by choice have no scale: the first page has it, so that relevance is the
   * same on all pages.
   */
  private Pool pool(RankedItems items, RankedItems ofFirstPage) {
    if (!isSpreadByChoice()) {
      return new Pool(items, scale.min(), scale.max());
    }
    float[] scores = ofFirstPage.scores();
    float worst = scores.length == 0 ? 0 : scores[scores.length - 1];
    float best = scores.length == 0 ? 0 : scores[0];
    return new Pool(items, worst, best > worst ? best : worst + 1);
  }

  /** Returns true if {@link #fromList} may be asked, since the query lets a user's list be. */
  boolean mayUseLists() {
    return candidates.length == 0 && !query.includeRated() && query.allowsAll();
  }

  /**
   * Ranks as {@link #best} would, from the start of the user's ranking by choice.
   *
   * @param list the best items that the user has not rated, best first
   * @param isWhole true if there are no more than these
   * @return null if there may be better items than these can give
   */
  @Nullable Pool fromList(RankedItems list, boolean isWhole) {
    BitSet left = new BitSet();
    query.excluded().positions().forEach(left::set);
    RankedItems first = without(left, list);
    BitSet shown = query.page().shown();
    left.or(shown);
    RankedItems best = shown.isEmpty() ? first : without(left, list);
    return best.size() < wanted() && !isWhole ? null : pool(best, first);
  }

  /** The first of a list, without those left out. */
  private RankedItems without(BitSet left, RankedItems list) {
    int[] items = new int[Math.min(wanted(), list.size())];
    float[] scores = new float[items.length];
    int size = 0;
    for (int i = 0; i < list.size() && size < items.length; i++) {
      if (!left.get(list.items()[i])) {
        items[size] = list.items()[i];
        scores[size++] = list.scores()[i];
      }
    }
    return size == items.length
        ? new RankedItems(items, scores)
        : new RankedItems(Arrays.copyOf(items, size), Arrays.copyOf(scores, size));
  }

  private int wanted() {
    return query.diversity() == 0
        ? query.topN() + 1
        : Math.max(MIN_POOL, POOL_PER_ITEM * query.topN());
  }

  /** The place of an item among the scores; negative if it is no candidate. */
  private int index(int item) {
    return candidates.length == 0 ? item : Arrays.binarySearch(candidates, item);
  }

  private void leaveOut(float[] scores, int item) {
    int index = index(item);
    if (index >= 0) {
      scores[index] = RankedItems.LEFT_OUT;
    }
  }
}
