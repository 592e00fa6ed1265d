/** The split of the ratings and the sparse matrices made from its parts. */
@NullMarked
package io.autorec.trainer.matrix;

import org.jspecify.annotations.NullMarked;
