/** Files that a command writes for the user, whole or not at all. */
@NullMarked
package io.autorec.trainer.files;

import org.jspecify.annotations.NullMarked;
