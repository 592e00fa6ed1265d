/** Errors on held-out ratings, of a model and of the baselines beside it. */
@NullMarked
package io.autorec.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
