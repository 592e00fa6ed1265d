/**
 * Stretches of an input read at once, column by column, for speed.
 *
 * <p>Rows are many, and their spellings few: a {@link io.autorec.trainer.blocks.RatingBlock} keeps
 * each id of a stretch once, and a number for each row. Blocks are made by several threads and
 * taken in the order of the input. What is not plain is left to the readers of single rows, which
 * know every rule and every message. {@link io.autorec.trainer.blocks.RowsByUser} sorts the rows of
 * all blocks.
 */
@NullMarked
package io.autorec.trainer.blocks;

import org.jspecify.annotations.NullMarked;
