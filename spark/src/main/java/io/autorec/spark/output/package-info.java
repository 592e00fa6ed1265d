/** Writes folders that appear whole or not at all. */
@NullMarked
package io.autorec.spark.output;

import org.jspecify.annotations.NullMarked;
