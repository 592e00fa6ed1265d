/** Measures a version on a table of ratings. */
@NullMarked
package io.autorec.spark.evaluate;

import org.jspecify.annotations.NullMarked;
