/** A user's input file: from its bytes to rows of fields, and the message for a mistake in it. */
@NullMarked
package io.autorec.trainer.input;

import org.jspecify.annotations.NullMarked;
