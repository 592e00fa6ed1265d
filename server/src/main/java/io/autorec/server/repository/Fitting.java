package io.autorec.server.repository;

import io.autorec.model.FoldIn;
import io.autorec.server.inference.ColumnBatch;

/**
 * How an item-based model serves users it was not trained with.
 *
 * @param foldIn fits them
 * @param queue scores all items for who was fitted
 */
public record Fitting(FoldIn foldIn, GraphQueue<ColumnBatch> queue) {}
