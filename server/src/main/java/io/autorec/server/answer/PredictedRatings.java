package io.autorec.server.answer;

import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.PredictQuery;
import java.util.List;

/**
 * Predicted ratings.
 *
 * @param model the model that answered
 * @param query what was asked
 * @param rows the ratings for each row of the query, aligned with the ids that the query asks for;
 *     not copied
 */
public record PredictedRatings(LoadedModel model, PredictQuery query, List<float[]> rows) {}
