/** What the text of a field means: an id, a rating or a time. */
@NullMarked
package io.autorec.trainer.fields;

import org.jspecify.annotations.NullMarked;
