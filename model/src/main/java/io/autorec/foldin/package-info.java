/** Fold-in: ridge regression that adds a user or an item to a trained model, and its reasons. */
@NullMarked
package io.autorec.foldin;

import org.jspecify.annotations.NullMarked;
