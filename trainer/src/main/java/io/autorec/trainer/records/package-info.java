/**
 * Inputs whose rows have named and typed fields, as rows of text: Parquet files and JSON lines.
 *
 * <p>A number without a fraction is spelled without one, whatever its type: 1.0 is the id 1. A null
 * is an empty field. Nothing here knows which column holds users, items or ratings.
 */
@NullMarked
package io.autorec.trainer.records;

import org.jspecify.annotations.NullMarked;
