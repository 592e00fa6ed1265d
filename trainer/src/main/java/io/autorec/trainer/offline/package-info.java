/** Recommendations for many users at once, as a file. */
@NullMarked
package io.autorec.trainer.offline;

import org.jspecify.annotations.NullMarked;
