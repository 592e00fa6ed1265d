/** Makes training and test ratings of raw ones. */
@NullMarked
package io.autorec.spark.prepare;

import org.jspecify.annotations.NullMarked;
