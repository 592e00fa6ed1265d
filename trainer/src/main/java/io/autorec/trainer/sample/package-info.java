/**
 * The generated sample: ratings of films that do not exist, with tastes that a model can learn.
 *
 * <p>It replaces real data, whose licences forbid passing it on, so that everything can be tried
 * without a download.
 */
@NullMarked
package io.autorec.trainer.sample;

import org.jspecify.annotations.NullMarked;
