package io.autorec.server.repository;

import io.autorec.foldin.FoldIn;
import io.autorec.server.inference.ColumnBatch;

/**
 * How a model serves columns that it was not trained with: new users of an item-based one, new
 * items of a user-based one.
 *
 * @param foldIn fits them
 * @param queue scores all rows at what was fitted
 */
public record Fitting(FoldIn foldIn, GraphQueue<ColumnBatch> queue) {}
