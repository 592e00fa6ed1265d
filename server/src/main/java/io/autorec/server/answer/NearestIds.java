package io.autorec.server.answer;

import io.autorec.model.IdVocabulary;
import io.autorec.ranking.RankedItems;
import io.autorec.server.repository.version.LoadedModel;

/**
 * The items, or the users, that are most like one.
 *
 * @param model the model that answered
 * @param ids the ids of items, or of users
 * @param nearest positions and similarities, the most similar first
 */
public record NearestIds(LoadedModel model, IdVocabulary ids, RankedItems nearest) {}
