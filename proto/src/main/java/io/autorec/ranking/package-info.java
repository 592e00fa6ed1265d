/** Chooses the best positions of a row of scores, for the server and for the trainer's lists. */
@NullMarked
package io.autorec.ranking;

import org.jspecify.annotations.NullMarked;
