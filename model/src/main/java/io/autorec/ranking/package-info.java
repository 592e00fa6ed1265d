/** Top-N selection over a row of scores, and the re-ranking of its result. */
@NullMarked
package io.autorec.ranking;

import org.jspecify.annotations.NullMarked;
