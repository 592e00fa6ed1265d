/** The search for options that do well on ratings held out to choose by. */
@NullMarked
package io.autorec.trainer.tuning;

import org.jspecify.annotations.NullMarked;
