/**
 * What is trained and how: hyper-parameters, activations, centring, and the weights that come out.
 */
@NullMarked
package io.autorec.trainer.recipe;

import org.jspecify.annotations.NullMarked;
