package io.autorec.server.answer;

import io.autorec.model.Orientation;
import io.autorec.model.UserRatings;
import io.autorec.server.answer.ranking.ItemChoice;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.InputRow;
import io.autorec.server.request.RecommendQuery;
import io.autorec.v1.RecommendationBasis;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The user of a Recommend, and the way to predict ratings for that user.
 *
 * @param basis the name of the source of the scores, for the answer
 * @param way how ratings are predicted
 * @param user the position of a known user
 * @param ratings the known ratings of the user, if there are any
 * @param choices the input of the order: by choice, the ratings and the choices without a rating;
 *     else the ratings
 * @param unrated the items of these that the user chose without a rating
 * @param rated the items that the user has rated or chosen, in any part of the data or in the
 *     request
 */
record Subject(
    RecommendationBasis basis,
    Way way,
    OptionalInt user,
    Optional<InputRow> ratings,
    InputRow choices,
    IntPredicate unrated,
    ItemChoice.Rated rated) {

  /** The ways to predict ratings. */
  enum Way {
    /** By the ratings of all users. */
    POPULARITY,
    /** By the trained decoder column of the user (item-based models). */
    TRAINED_COLUMN,
    /** By a decoder column that is fitted to the ratings (item-based models). */
    FITTED_COLUMN,
    /** By the network, with the ratings as its input (user-based models). */
    NETWORK
  }

  /**
   * Finds the subject of a query.
   *
   * @throws RefusedException if the user is unknown
   */
  static Subject of(LoadedModel model, RecommendQuery query) {
    Optional<InputRow> given = query.ratings().filter(row -> !row.isEmpty());
    ItemChoice.Rated givenItems =
        item -> given.ifPresent(row -> IntStream.of(row.positions()).forEach(item));
    boolean byItem = model.metadata().orientation() == Orientation.ITEM;
    Way fromRatings = byItem ? Way.FITTED_COLUMN : Way.NETWORK;
    if (query.user().isEmpty()) {
      return given.isEmpty()
          ? new Subject(
              RecommendationBasis.RECOMMENDATION_BASIS_POPULARITY,
              Way.POPULARITY,
              OptionalInt.empty(),
              Optional.empty(),
              InputRow.EMPTY,
              item -> false,
              item -> {})
          : new Subject(
              RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS,
              fromRatings,
              OptionalInt.empty(),
              given,
              given.get(),
              item -> false,
              givenItems);
    }
    int user = user(model, query.user().get());
    ItemChoice.Rated rated =
        item -> {
          model.history().forEachItem(user, item);
          givenItems.forEach(item);
        };
    UserRatings stored = model.history().training();
    UserRatings chosen = query.byChoice() ? model.choiceLists().orElseThrow().choices() : stored;
    Function<UserRatings, InputRow> inputOf =
        of -> given.isPresent() ? given.get().over(of, user) : InputRow.of(of, user);
    InputRow ratings = inputOf.apply(stored);
    InputRow choices = chosen == stored ? ratings : inputOf.apply(chosen);
    IntPredicate unrated =
        item ->
            model.history().unrated().contains(user, item)
                && given.stream()
                    .flatMapToInt(row -> IntStream.of(row.positions()))
                    .noneMatch(i -> i == item);
    if (given.isPresent()) {
      return new Subject(
          RecommendationBasis.RECOMMENDATION_BASIS_UPDATED_RATINGS,
          fromRatings,
          OptionalInt.of(user),
          Optional.of(ratings),
          choices,
          unrated,
          rated);
    }
    return new Subject(
        byItem && !query.byChoice()
            ? RecommendationBasis.RECOMMENDATION_BASIS_TRAINED_USER
            : RecommendationBasis.RECOMMENDATION_BASIS_STORED_RATINGS,
        byItem ? Way.TRAINED_COLUMN : Way.NETWORK,
        OptionalInt.of(user),
        Optional.of(ratings),
        choices,
        unrated,
        rated);
  }

  /** Returns the user if nothing but the model's own ratings of the user counts. */
  OptionalInt storedUser() {
    return switch (basis) {
      case RECOMMENDATION_BASIS_TRAINED_USER, RECOMMENDATION_BASIS_STORED_RATINGS -> user;
      default -> OptionalInt.empty();
    };
  }

  /**
   * Checks that the model knows the user of a query, if one is named.
   *
   * @throws RefusedException if it does not
   */
  static void requireKnown(LoadedModel model, RecommendQuery query) {
    query.user().ifPresent(id -> user(model, id));
  }

  private static int user(LoadedModel model, String id) {
    return model
        .metadata()
        .users()
        .position(id)
        .orElseThrow(
            () -> new RefusedException(new Refusal.UnknownId(Orientation.USER, id, model.name())));
  }
}
