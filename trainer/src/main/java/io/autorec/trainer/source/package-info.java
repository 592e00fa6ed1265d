/** What a user can name as ratings, whatever reads it. */
@NullMarked
package io.autorec.trainer.source;

import org.jspecify.annotations.NullMarked;
