/** Errors of recipes over several splits, beside published ones. */
@NullMarked
package io.autorec.trainer.benchmark;

import org.jspecify.annotations.NullMarked;
