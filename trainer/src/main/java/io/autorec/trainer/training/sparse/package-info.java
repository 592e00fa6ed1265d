/** The network on the processor, over observed entries only. */
@NullMarked
package io.autorec.trainer.training.sparse;

import org.jspecify.annotations.NullMarked;
