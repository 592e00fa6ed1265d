/** One training step: the network that takes it, and Adam. */
@NullMarked
package io.autorec.trainer.training.step;

import org.jspecify.annotations.NullMarked;
