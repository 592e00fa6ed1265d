/** The training loop on DJL; the only package that knows it. */
@NullMarked
package io.autorec.trainer.training;

import org.jspecify.annotations.NullMarked;
