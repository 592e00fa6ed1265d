/** Ranks all items for known users, and measures how good the lists are. */
@NullMarked
package io.autorec.trainer.ranking;

import org.jspecify.annotations.NullMarked;
