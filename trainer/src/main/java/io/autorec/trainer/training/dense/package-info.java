/** The network on PyTorch through DJL, over whole rows. */
@NullMarked
package io.autorec.trainer.training.dense;

import org.jspecify.annotations.NullMarked;
