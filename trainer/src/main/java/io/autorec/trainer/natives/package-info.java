/**
 * Native libraries: the folder that they are unpacked to, and the reason why one cannot be loaded.
 */
@NullMarked
package io.autorec.trainer.natives;

import org.jspecify.annotations.NullMarked;
