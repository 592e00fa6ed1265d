/** Brings a published version to the executors, and opens it once in each. */
@NullMarked
package io.autorec.spark.version;

import org.jspecify.annotations.NullMarked;
