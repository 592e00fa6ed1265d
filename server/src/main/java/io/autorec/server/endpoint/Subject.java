package io.autorec.server.endpoint;

import io.autorec.model.Orientation;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.RecommendCheck;
import io.autorec.server.request.Row;
import io.autorec.server.request.SparseRow;
import io.autorec.server.request.StoredRow;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendationBasis;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * For whom a Recommend is, and how the model scores items for him.
 *
 * @param basis what an answer says of that
 * @param way which graph scores
 * @param user position of a known user
 * @param ratings what is known of him, unless that is nothing
 * @param rated what he has rated, in whatever part of the data, or says that he has
 */
record Subject(
    RecommendationBasis basis,
    Way way,
    OptionalInt user,
    Optional<Row> ratings,
    ItemChoice.Rated rated) {

  /** How items are scored. */
  enum Way {
    /** By what everybody rated. */
    POPULARITY,
    /** By a decoder column of an item-based model, as it was trained. */
    TRAINED_COLUMN,
    /** By such a column, fitted to the ratings. */
    FITTED_COLUMN,
    /** By a user-based network that is fed the ratings. */
    NETWORK
  }

  /**
   * The subject of a checked request.
   *
   * @throws io.grpc.StatusRuntimeException if the user is unknown
   */
  static Subject of(LoadedModel model, RecommendRequest request, RecommendCheck check) {
    Optional<SparseRow> given = check.given().filter(row -> !row.observed().isEmpty());
    ItemChoice.Rated givenItems =
        item -> given.ifPresent(row -> row.observed().forEach(e -> item.accept(e.column())));
    boolean byItem = model.metadata().orientation() == Orientation.ITEM;
    Way fromRatings = byItem ? Way.FITTED_COLUMN : Way.NETWORK;
    if (!request.hasUserId()) {
      return given.isEmpty()
          ? new Subject(
              RecommendationBasis.RECOMMENDATION_BASIS_POPULARITY,
              Way.POPULARITY,
              OptionalInt.empty(),
              Optional.empty(),
              item -> {})
          : new Subject(
              RecommendationBasis.RECOMMENDATION_BASIS_GIVEN_RATINGS,
              fromRatings,
              OptionalInt.empty(),
              Optional.of(given.get()),
              givenItems);
    }
    int user = user(model, request.getUserId());
    ItemChoice.Rated rated =
        item -> {
          model.history().forEachItem(user, item);
          givenItems.forEach(item);
        };
    if (given.isPresent()) {
      return new Subject(
          RecommendationBasis.RECOMMENDATION_BASIS_UPDATED_RATINGS,
          fromRatings,
          OptionalInt.of(user),
          Optional.of(given.get().over(model.history().training(), user)),
          rated);
    }
    return new Subject(
        byItem
            ? RecommendationBasis.RECOMMENDATION_BASIS_TRAINED_USER
            : RecommendationBasis.RECOMMENDATION_BASIS_STORED_RATINGS,
        byItem ? Way.TRAINED_COLUMN : Way.NETWORK,
        OptionalInt.of(user),
        Optional.of(new StoredRow(model.history().training(), user)),
        rated);
  }

  private static int user(LoadedModel model, String id) {
    return model
        .metadata()
        .users()
        .position(id)
        .orElseThrow(() -> Refusals.unknown(Orientation.USER, id, model));
  }
}
