/** The training loop over one or several networks, and its checkpoint. */
@NullMarked
package io.autorec.trainer.training;

import org.jspecify.annotations.NullMarked;
