package io.autorec.server.repository.version;

import io.autorec.foldin.FoldIn;
import io.autorec.server.batching.Batcher;
import io.autorec.server.inference.ColumnBatch;

/**
 * Serves columns that a model was not trained with: new users of an item-based model, new items of
 * a user-based one.
 *
 * @param foldIn fits the code of a new column
 * @param queue scores all rows for fitted codes
 */
public record NewColumns(FoldIn foldIn, Batcher<ColumnBatch> queue) {}
