/** Chooses the best positions of a row of scores. */
@NullMarked
package io.autorec.server.ranking;

import org.jspecify.annotations.NullMarked;
