/**
 * Reads tables of ratings: which columns they have, which rows are bad, which rating of a pair
 * counts.
 */
@NullMarked
package io.autorec.spark.table;

import org.jspecify.annotations.NullMarked;
