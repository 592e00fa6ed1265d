/** The scale that ratings lie on: as the user says, a well-known one, or the file's extremes. */
@NullMarked
package io.autorec.trainer.scale;

import org.jspecify.annotations.NullMarked;
