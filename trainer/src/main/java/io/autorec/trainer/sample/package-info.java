/**
 * The bundled generated sample: ratings of films that never were, with tastes to be learnt in them.
 *
 * <p>It ships instead of real data, whose licences forbid passing it on, so that everything can be
 * tried without a download.
 */
@NullMarked
package io.autorec.trainer.sample;

import org.jspecify.annotations.NullMarked;
