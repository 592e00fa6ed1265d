package io.autorec.spark.recommend;

import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.spark.version.OpenVersion;
import io.autorec.trainer.evaluation.Newcomer;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.offline.PublishedVersion;
import io.autorec.trainer.ranking.HeadScorer;
import io.autorec.trainer.ranking.RankedList;
import io.autorec.trainer.ranking.RankedLists;
import io.autorec.trainer.ranking.UserScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Ranks items for batches of users with the code of {@code autorec-trainer recommend}. A user whose
 * ratings the version holds is answered as there. Any other is answered from the ratings given, as
 * the server answers them: those of a known user count over what the version has of the user.
 *
 * <p>For one task.
 */
final class UserLists {
  /** As many as are scored at a time. */
  static final int BATCH = 256;

  private final OpenVersion open;
  private final PublishedVersion version;
  private final ModelMetadata metadata;
  private final RatingHistory history;
  private final ListSettings settings;
  private final boolean byChoice;
  private final UserScorer stored;

  UserLists(OpenVersion open, ListSettings settings) {
    this.open = open;
    this.version = open.version();
    this.metadata = version.metadata();
    this.history = version.history();
    this.settings = settings;
    this.byChoice = version.ranksByChoice(settings.rankBy());
    this.stored =
        byChoice
            ? new HeadScorer(Objects.requireNonNull(version.head()), open.choices())
            : Objects.requireNonNull(version.orders().predicted());
  }

  /** Lists for known users from what the version has of them. */
  List<Row> ofKnown(int[] users) {
    List<Row> rows = new ArrayList<>();
    RankedLists.LeftOut rated = settings.includeRated() ? (user, item) -> {} : history::forEachItem;
    add(rows, stored, users, rated, metadata.users()::id);
    return rows;
  }

  /** Lists for users of a table, each with a rating that counts. */
  List<Row> ofTable(List<TableUser> users) {
    List<TableUser> known = new ArrayList<>();
    List<TableUser> others = new ArrayList<>();
    for (TableUser user : users) {
      (user.isKnown() && !user.hasNews(history) ? known : others).add(user);
    }
    List<Row> rows = ofKnown(known.stream().mapToInt(TableUser::position).toArray());
    if (others.isEmpty()) {
      return rows;
    }
    UserRatings ratings = TableUser.ratings(others, byChoice ? open.choices() : history.training());
    int[] places = new int[others.size()];
    for (int place = 0; place < places.length; place++) {
      places[place] = place;
    }
    add(rows, given(ratings), places, leftOut(others), place -> others.get(place).id());
    return rows;
  }

  private RankedLists.LeftOut leftOut(List<TableUser> users) {
    return (place, item) -> {
      TableUser user = users.get(place);
      if (!settings.includeRated()) {
        user.given().keySet().forEach(item::accept);
        if (user.isKnown()) {
          history.forEachItem(user.position(), item);
        }
      }
    };
  }

  /** Scores users by their place among some ratings. */
  private UserScorer given(UserRatings ratings) {
    if (byChoice) {
      return new HeadScorer(Objects.requireNonNull(version.head()), ratings);
    }
    OnnxModel model = version.model();
    if (metadata.orientation() == Orientation.ITEM) {
      return places -> fitted(model, ratings, places);
    }
    try {
      return model.knownUsers(ratings);
    } catch (ModelFormatException e) {
      throw new IllegalStateException("a user-based model scores any row", e);
    }
  }

  /** Scores items by a decoder column that is fitted to each user. */
  private static float[] fitted(OnnxModel model, UserRatings ratings, int[] places) {
    int items = model.metadata().items().size();
    float[] all = new float[Math.multiplyExact(places.length, items)];
    for (int i = 0; i < places.length; i++) {
      Newcomer.Ratings given =
          new Newcomer.Ratings(ratings.items(places[i]), ratings.ratings(places[i]));
      try {
        float[] scores = model.predictNewcomer(Orientation.USER, given);
        System.arraycopy(scores, 0, all, i * items, items);
      } catch (ModelFormatException e) {
        throw new IllegalStateException("the driver looks for what this needs", e);
      }
    }
    return all;
  }

  private void add(
      List<Row> rows,
      UserScorer scorer,
      int[] users,
      RankedLists.LeftOut leftOut,
      IntFunction<String> id) {
    IdVocabulary items = metadata.items();
    boolean unused =
        new RankedLists(scorer, items.size(), settings.top(), leftOut)
            .forEach(users, () -> false, list -> addRows(rows, list, id.apply(list.user()), items));
  }

  private static void addRows(List<Row> rows, RankedList list, String user, IdVocabulary items) {
    for (int i = 0; i < list.items().length; i++) {
      rows.add(RowFactory.create(user, items.id(list.items()[i]), i + 1, list.scores()[i]));
    }
  }
}
