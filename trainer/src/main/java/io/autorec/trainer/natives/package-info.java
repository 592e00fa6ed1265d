/** Native libraries: the folder they are unpacked to, and the reason that one cannot be loaded. */
@NullMarked
package io.autorec.trainer.natives;

import org.jspecify.annotations.NullMarked;
