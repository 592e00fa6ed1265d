/** Ranks items for many users. */
@NullMarked
package io.autorec.spark.recommend;

import org.jspecify.annotations.NullMarked;
