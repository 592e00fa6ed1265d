package io.autorec.spark.recommend;

import io.autorec.model.IdVocabulary;
import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One user of a table.
 *
 * @param id the user's id
 * @param position the user's position in the version; {@value #NEW} for one that it does not know
 * @param given the ratings of items that the version knows, by position
 */
record TableUser(String id, int position, TreeMap<Integer, Float> given) {
  static final int NEW = -1;

  /** Collects the rows of one user. */
  static final class Builder {
    private final IdVocabulary items;
    private final String id;
    private final int position;
    private final TreeMap<Integer, Float> given = new TreeMap<>();

    Builder(IdVocabulary users, IdVocabulary items, String id) {
      this.items = items;
      this.id = id;
      this.position = users.position(id).orElse(NEW);
    }

    boolean isOf(String other) {
      return id.equals(other);
    }

    void add(String item, float rating) {
      OptionalInt found = items.position(item);
      if (found.isPresent()) {
        given.put(found.getAsInt(), rating);
      }
    }

    TableUser build() {
      return new TableUser(id, position, given);
    }
  }

  boolean isKnown() {
    return position != NEW;
  }

  /** Returns true if a rating is not one that the version was trained, stopped or tested on. */
  boolean hasNews(RatingHistory history) {
    for (Map.Entry<Integer, Float> rating : given.entrySet()) {
      boolean isThere = false;
      for (UserRatings part : List.of(history.training(), history.validation(), history.test())) {
        int index = part.index(position, rating.getKey());
        isThere |= index >= 0 && part.rating(index) == rating.getValue();
      }
      if (!isThere) {
        return true;
      }
    }
    return false;
  }

  /**
   * The ratings that scores are computed from: the given ones, and what the version has of the user
   * for other items.
   *
   * @param stored of all users that the version knows
   */
  private TreeMap<Integer, Float> over(@Nullable UserRatings stored) {
    TreeMap<Integer, Float> all = new TreeMap<>();
    if (stored != null && isKnown()) {
      for (int i = stored.start(position); i < stored.start(position + 1); i++) {
        all.put(stored.item(i), stored.rating(i));
      }
    }
    all.putAll(given);
    return all;
  }

  /** The ratings of some users, by their place in the list. */
  static UserRatings ratings(List<TableUser> users, UserRatings stored) {
    int[] starts = new int[users.size() + 1];
    List<TreeMap<Integer, Float>> all = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      all.add(users.get(i).over(stored));
      starts[i + 1] = starts[i] + all.get(i).size();
    }
    int[] items = new int[starts[users.size()]];
    float[] ratings = new float[items.length];
    int at = 0;
    for (TreeMap<Integer, Float> ofUser : all) {
      for (Map.Entry<Integer, Float> rating : ofUser.entrySet()) {
        items[at] = rating.getKey();
        ratings[at++] = rating.getValue();
      }
    }
    return new UserRatings(starts, items, ratings);
  }
}
